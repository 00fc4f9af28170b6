//! Memory for the library, which asks for it piece by piece: from the heap, up to an allowance.

use alloc::{boxed::Box, vec};
use core::mem::size_of_val;

use brotli::{Allocator, SliceWrapper, SliceWrapperMut, enc::BrotliAlloc};

/// Gives out memory. An empty piece says that there is no more, and decompression ends there.
pub(super) struct Heap {
    /// Bytes.
    left: usize,
}

impl Heap {
    /// Up to `bytes` at a time.
    pub(super) fn bounded(bytes: usize) -> Self {
        Self { left: bytes }
    }

    /// For what comes from our own side.
    pub(super) fn unbounded() -> Self {
        Self { left: usize::MAX }
    }
}

/// One piece.
pub(super) struct Cells<T>(Box<[T]>);

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self(Box::default())
    }
}

impl<T> SliceWrapper<T> for Cells<T> {
    fn slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> SliceWrapperMut<T> for Cells<T> {
    fn slice_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T: Clone + Default> Allocator<T> for Heap {
    type AllocatedMemory = Cells<T>;

    fn alloc_cell(&mut self, len: usize) -> Cells<T> {
        let bytes = len.checked_mul(size_of::<T>());
        match bytes.and_then(|bytes| self.left.checked_sub(bytes)) {
            Some(left) => {
                self.left = left;
                Cells(vec![T::default(); len].into_boxed_slice())
            }
            None => Cells::default(),
        }
    }

    fn free_cell(&mut self, cells: Cells<T>) {
        self.left = self.left.saturating_add(size_of_val(&*cells.0));
    }
}

impl BrotliAlloc for Heap {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allowance_ends_and_comes_back() {
        let mut heap = Heap::bounded(10);
        let cells: Cells<u32> = heap.alloc_cell(2);
        assert_eq!(cells.slice(), [0, 0]);
        let none: Cells<u32> = heap.alloc_cell(1);
        assert!(none.slice().is_empty());
        heap.free_cell(none);
        heap.free_cell(cells);
        let all: Cells<u8> = heap.alloc_cell(10);
        assert_eq!(all.slice().len(), 10);
        let overflow: Cells<u32> = heap.alloc_cell(usize::MAX / 2);
        assert!(overflow.slice().is_empty());
    }
}
