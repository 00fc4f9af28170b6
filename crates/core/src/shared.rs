//! The shared pointer that configurations and credentials are handed around in.
//!
//! Public types never show it, so that a target without compare-and-swap can exchange it here.
//! The traits of `answers` are implemented for whichever the target has.

#[cfg(target_has_atomic = "ptr")]
pub(crate) use alloc::sync::Arc;
#[cfg(not(target_has_atomic = "ptr"))]
pub(crate) use portable_atomic_util::Arc;
