//! Every bound, each with its reason.

/// The largest block of a file, bytes: the key log of a long recording may stand in one.
pub const MAX_BLOCK: usize = 16 << 20;

/// Connections that are followed at once; when one more begins, the one that has been silent for
/// the longest is given up.
pub const MAX_FLOWS: usize = 1 << 16;

/// Interfaces of one section of a file: what is described behind them is passed over.
pub const MAX_INTERFACES: usize = 1 << 12;

/// What a waiting segment takes besides its bytes, roughly, in bytes: it counts too.
pub const WAITING_COST: usize = 96;

/// Bytes of one side that wait for earlier ones, before the earlier ones are given up: what was
/// caught in another order is rarely that far off, even on fast links.
pub const MAX_WAITING: usize = 1 << 20;

/// The same of all connections together.
pub const MAX_WAITING_TOTAL: usize = 64 << 20;

/// Packets of one connection that wait for bytes of the other side which they acknowledge.
pub const MAX_HELD: usize = 32;
