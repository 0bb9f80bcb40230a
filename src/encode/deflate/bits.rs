//! Bits into bytes, the lowest first.

/// Appends bits to a file.
pub(super) struct BitWriter<'file> {
    file: &'file mut Vec<u8>,
    held: u64,
    /// How many bits are held: less than 8 after a flush.
    n_held: u32,
}

impl<'file> BitWriter<'file> {
    pub(super) fn new(file: &'file mut Vec<u8>) -> Self {
        Self { file, held: 0, n_held: 0 }
    }

    /// Takes up bits; at most 56 between two flushes.
    pub(super) fn put(&mut self, bits: u32, count: u8) {
        self.held |= u64::from(bits) << self.n_held;
        self.n_held += u32::from(count);
    }

    /// Writes out the whole bytes that are held.
    pub(super) fn flush(&mut self) {
        let whole = self.n_held / 8;
        let end = self.file.len() + whole as usize;
        self.file.extend_from_slice(&self.held.to_le_bytes());
        self.file.truncate(end);
        self.held = self.held.checked_shr(whole * 8).unwrap_or(0);
        self.n_held %= 8;
    }

    /// Fills up the last byte.
    pub(super) fn finish(mut self) {
        self.n_held = self.n_held.next_multiple_of(8);
        self.flush();
    }
}
