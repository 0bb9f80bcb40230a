//! Bits into bytes, the lowest first.

/// Appends bits to a file.
pub(super) struct BitWriter<'file> {
    file: &'file mut Vec<u8>,
    /// Where the file ends; behind it is room.
    end: usize,
    held: u64,
    /// How many bits are held: less than 8 after a flush.
    n_held: u32,
}

impl<'file> BitWriter<'file> {
    pub(super) fn new(file: &'file mut Vec<u8>) -> Self {
        let end = file.len();
        Self { file, end, held: 0, n_held: 0 }
    }

    /// Makes room for so many bytes, so that a flush need not look whether there is any.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.file.resize(self.end + bytes + size_of::<u64>(), 0);
    }

    /// Takes up bits; at most 56 between two flushes.
    #[inline]
    pub(super) fn put(&mut self, bits: u32, count: u8) {
        self.held |= u64::from(bits) << (self.n_held % u64::BITS);
        self.n_held += u32::from(count);
    }

    /// Writes out the whole bytes that are held, into room that has been made.
    #[inline]
    pub(super) fn flush(&mut self) {
        // All eight bytes are written, and those that are not whole are written over: that is faster than to count.
        if let Some(room) = self.file[self.end..].first_chunk_mut() {
            *room = self.held.to_le_bytes();
        }
        let whole = self.n_held / 8;
        self.end += whole as usize;
        self.held >>= whole * 8;
        self.n_held %= 8;
    }

    /// Writes out many, each of at most 56 bits, into room that has been made.
    #[inline]
    pub(super) fn write_all(&mut self, all: impl Iterator<Item = (u64, u32)>) {
        // Everything is held in registers.
        let (mut held, mut n_held, mut end) = (self.held, self.n_held, self.end);
        let room = self.file.as_mut_slice();
        for (bits, count) in all {
            held |= bits << (n_held % u64::BITS);
            n_held += count;
            if let Some(room) = room.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
                *room = held.to_le_bytes();
            }
            end += (n_held / 8) as usize;
            held >>= n_held / 8 * 8;
            n_held %= 8;
        }
        (self.held, self.n_held, self.end) = (held, n_held, end);
    }

    /// Fills up the last byte.
    pub(super) fn finish(mut self) {
        self.n_held = self.n_held.next_multiple_of(8);
        self.flush();
        self.file.truncate(self.end);
    }
}
