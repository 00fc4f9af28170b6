//! Counts what each side of a handshake takes from the heap.
//!
//! Memory is charged to the side at work when it is taken and when it is given back; each side
//! gives its own back while it is at work, so that the sums are right. With no side at work
//! nothing is counted, and a call costs one load more than without.
//!
//! What C code takes is counted for OpenSSL, which lets itself be given an allocator
//! ([`adopt_openssl`]), and not for AWS-LC: the same for everyone who uses it.
#![allow(unsafe_code, reason = "the traits and hooks of allocators are unsafe by definition")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use crate::wire::Side;

/// The system's allocator, counted.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Which side is at work: an index into [`ACCOUNTS`], or beyond them for none.
static AT_WORK: AtomicUsize = AtomicUsize::new(NOBODY);
const NOBODY: usize = usize::MAX;

static ACCOUNTS: [Account; 2] = [const { Account::new() }; 2];

/// What one side took.
struct Account {
    calls: AtomicUsize,
    grown: AtomicUsize,
    bytes: AtomicUsize,
    live: AtomicUsize,
    peak: AtomicUsize,
}

/// What one side took since it was last reset.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub(crate) struct Taken {
    /// Calls for fresh memory.
    pub(crate) calls: usize,
    /// Calls that made memory larger or smaller.
    pub(crate) grown: usize,
    /// Bytes asked for in all.
    pub(crate) bytes: usize,
    /// Bytes held now.
    pub(crate) live: usize,
    /// The most that was held.
    pub(crate) peak: usize,
}

impl Account {
    const fn new() -> Self {
        Self {
            calls: AtomicUsize::new(0),
            grown: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            live: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
        }
    }

    fn take(&self, bytes: usize) {
        self.bytes.store(self.bytes.load(Relaxed) + bytes, Relaxed);
        let live = self.live.load(Relaxed).wrapping_add(bytes);
        self.live.store(live, Relaxed);
        // What was given back of another's memory may have made it "negative".
        if live < usize::MAX / 2 {
            self.peak.fetch_max(live, Relaxed);
        }
    }

    fn give(&self, bytes: usize) {
        self.live.store(self.live.load(Relaxed).wrapping_sub(bytes), Relaxed);
    }
}

fn count(on: impl FnOnce(&Account)) {
    if let Some(account) = ACCOUNTS.get(AT_WORK.load(Relaxed)) {
        on(account);
    }
}

// SAFETY: every call is handed on to the system's allocator as it came; counting neither
// allocates nor looks at the memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(|account| {
            account.calls.fetch_add(1, Relaxed);
            account.take(layout.size());
        });
        // SAFETY: the caller keeps the contract of `alloc`, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(|account| {
            account.calls.fetch_add(1, Relaxed);
            account.take(layout.size());
        });
        // SAFETY: the caller keeps the contract of `alloc_zeroed`, which is the same.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(|account| account.give(layout.size()));
        // SAFETY: the memory is the system allocator's, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(|account| {
            account.grown.fetch_add(1, Relaxed);
            account.take(size);
            account.give(layout.size());
        });
        // SAFETY: the memory is the system allocator's, with this layout.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Charges what `work` takes and gives back to `side`.
pub(crate) fn charge<R>(side: Side, work: impl FnOnce() -> R) -> R {
    let before = AT_WORK.swap(side as usize, Relaxed);
    let result = work();
    AT_WORK.store(before, Relaxed);
    result
}

/// Clears both accounts.
pub(crate) fn reset() {
    for account in &ACCOUNTS {
        for count in [&account.calls, &account.grown, &account.bytes, &account.live, &account.peak]
        {
            count.store(0, Relaxed);
        }
    }
}

/// What a side has taken.
pub(crate) fn taken(side: Side) -> Taken {
    let account = &ACCOUNTS[side as usize];
    Taken {
        calls: account.calls.load(Relaxed),
        grown: account.grown.load(Relaxed),
        bytes: account.bytes.load(Relaxed),
        live: account.live.load(Relaxed),
        peak: account.peak.load(Relaxed),
    }
}

#[cfg(feature = "openssl")]
pub(crate) use hooks::adopt_openssl;

/// OpenSSL's memory, taken from the allocator above so that it is counted too.
#[cfg(feature = "openssl")]
mod hooks {
    use std::{
        alloc::{Layout, alloc, dealloc, realloc},
        ffi::{c_char, c_int, c_void},
        ptr,
    };

    type Malloc = unsafe extern "C" fn(usize, *const c_char, c_int) -> *mut c_void;
    type Realloc = unsafe extern "C" fn(*mut c_void, usize, *const c_char, c_int) -> *mut c_void;
    type Free = unsafe extern "C" fn(*mut c_void, *const c_char, c_int);

    // SAFETY: as declared in <openssl/crypto.h> since OpenSSL 1.1.0.
    unsafe extern "C" {
        fn CRYPTO_set_mem_functions(malloc: Malloc, realloc: Realloc, free: Free) -> c_int;
    }

    /// The size stands in front of each piece, in as many bytes as keep it aligned.
    const FRONT: usize = 16;

    fn layout(len: usize) -> Option<Layout> {
        Layout::from_size_align(len.checked_add(FRONT)?, FRONT).ok()
    }

    unsafe extern "C" fn take(len: usize, _: *const c_char, _: c_int) -> *mut c_void {
        let Some(layout) = layout(len) else { return ptr::null_mut() };
        // SAFETY: the layout is not empty; the size is written into the piece, at its front.
        unsafe {
            let piece = alloc(layout);
            if piece.is_null() {
                return ptr::null_mut();
            }
            piece.cast::<usize>().write_unaligned(len);
            piece.add(FRONT).cast()
        }
    }

    unsafe extern "C" fn grow(
        old: *mut c_void,
        len: usize,
        file: *const c_char,
        line: c_int,
    ) -> *mut c_void {
        if old.is_null() {
            // SAFETY: `take` has no conditions of its own.
            return unsafe { take(len, file, line) };
        }
        // SAFETY: `old` came from `take` or `grow`, so its size stands in front of it.
        unsafe {
            let piece = old.cast::<u8>().sub(FRONT);
            let (Some(was), Some(wanted)) =
                (layout(piece.cast::<usize>().read_unaligned()), layout(len))
            else {
                return ptr::null_mut();
            };
            let piece = realloc(piece, was, wanted.size());
            if piece.is_null() {
                return ptr::null_mut();
            }
            piece.cast::<usize>().write_unaligned(len);
            piece.add(FRONT).cast()
        }
    }

    unsafe extern "C" fn give(old: *mut c_void, _: *const c_char, _: c_int) {
        if old.is_null() {
            return;
        }
        // SAFETY: `old` came from `take` or `grow`, so its size stands in front of it.
        unsafe {
            let piece = old.cast::<u8>().sub(FRONT);
            if let Some(layout) = layout(piece.cast::<usize>().read_unaligned()) {
                dealloc(piece, layout);
            }
        }
    }

    /// Gives OpenSSL our allocator. Works only before OpenSSL has taken any memory; says whether
    /// it did.
    pub(crate) fn adopt_openssl() -> bool {
        // SAFETY: the three functions fit each other, and stay for as long as the program.
        unsafe { CRYPTO_set_mem_functions(take, grow, give) == 1 }
    }
}
