//! What ink is laid on: a palette with an index a pixel, or three bytes a pixel.
//!
//! Both give the same colours, pixel for pixel: a palette takes in every colour that blending asks for, and says so
//! when there are more than it can hold. Only on a shade an ink has fewer colours in a palette than in RGB, so that they
//! fit: see [`super::grades`].

use std::ops::Range;
use std::rc::Rc;

use crate::color::Color;

use super::blend::Blend;

/// Pixels that take ink.
pub(super) trait Surface {
    /// Colours in a row, as the surface holds them.
    type Strip;
    /// Takes up an ink; what follows is laid in it.
    fn take(&mut self, ink: Rc<Blend>);
    /// Covers a part of a row completely.
    fn cover(&mut self, y: usize, columns: Range<usize>);
    /// Covers a part of a row, from column `x` on, as far as given.
    fn blend(&mut self, y: usize, x: usize, coverage: &[u8]);
    /// Readies the colours of a shade that hides what is under it.
    fn strip(&mut self, colors: impl Iterator<Item = Color>) -> Self::Strip;
    /// Gives a part of a row the colours of a strip from a place on.
    fn lay(&mut self, y: usize, columns: Range<usize>, strip: &Self::Strip, from: usize);
    /// Gives a part of a row one colour of a strip.
    fn lay_one(&mut self, y: usize, columns: Range<usize>, strip: &Self::Strip, at: usize);
    /// Returns the colours of the shade that inks may be graded for; none where they need not be.
    fn shade(&self) -> &Rc<[Color]>;
    /// Gives every pixel of a part of a row a new colour, told its column and the colour it has.
    fn recolor(&mut self, y: usize, columns: Range<usize>, recolor: impl FnMut(usize, Color) -> Color);
    /// Tells whether the surface has failed to hold a colour and can be given up.
    fn overflowed(&self) -> bool;
}
