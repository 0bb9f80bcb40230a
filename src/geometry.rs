//! Lengths with their unit in the type, and the points and rectangles made of them.
//!
//! A card is measured in [`Px`], counted from its top-left corner, y downward. Type is measured in [`Em`] until
//! its size is known; [`Em::at`] is the one way from one to the other.

mod angle;

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

pub use self::angle::Angle;

/// Slack for comparing lengths: a hundredth of a pixel is invisible and larger than rounding noise in `f32`.
pub const TOLERANCE: f32 = 0.01;

macro_rules! length {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(pub f32);

        impl $name {
            /// No length at all.
            pub const ZERO: Self = Self(0.0);
            /// Returns the smaller of two lengths.
            #[must_use]
            pub fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }
            /// Returns the larger of two lengths.
            #[must_use]
            pub fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }
            /// Tells whether this length fits into `room`, within [`TOLERANCE`].
            #[must_use]
            pub fn fits(self, room: Self) -> bool {
                self.0 <= room.0 + TOLERANCE
            }
        }
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl Mul<f32> for $name {
            type Output = Self;
            fn mul(self, factor: f32) -> Self {
                Self(self.0 * factor)
            }
        }
        impl Div<f32> for $name {
            type Output = Self;
            fn div(self, divisor: f32) -> Self {
                Self(self.0 / divisor)
            }
        }
        impl Div for $name {
            type Output = f32;
            fn div(self, other: Self) -> f32 {
                self.0 / other.0
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
                lengths.fold(Self::ZERO, Add::add)
            }
        }
    };
}

length! {
    /// A length on the card, in pixels.
    Px
}
length! {
    /// A length relative to the size of the type it belongs to.
    Em
}

impl Em {
    /// Returns the length in pixels of type set at `size` pixels an em.
    #[must_use]
    pub fn at(self, size: Px) -> Px {
        Px(self.0 * size.0)
    }
}

/// A position on the card.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Point {
    /// Distance from the left edge.
    pub x: Px,
    /// Distance from the top edge.
    pub y: Px,
}

/// A rectangle on the card, parallel to its edges. `right < left` or `bottom < top` means it is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Rect {
    /// Left edge.
    pub left: Px,
    /// Top edge.
    pub top: Px,
    /// Right edge.
    pub right: Px,
    /// Bottom edge.
    pub bottom: Px,
}

impl Rect {
    /// Makes a rectangle from its four edges in pixels: left, top, right, bottom.
    #[must_use]
    pub const fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self { left: Px(left), top: Px(top), right: Px(right), bottom: Px(bottom) }
    }

    /// Returns the width, never negative.
    #[must_use]
    pub fn width(&self) -> Px {
        (self.right - self.left).max(Px::ZERO)
    }

    /// Returns the height, never negative.
    #[must_use]
    pub fn height(&self) -> Px {
        (self.bottom - self.top).max(Px::ZERO)
    }

    /// Tells whether the rectangle encloses no area.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.right <= self.left || self.bottom <= self.top
    }

    /// Returns the smallest rectangle around both; an empty one adds nothing.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Tells whether `inner` lies inside, within [`TOLERANCE`].
    #[must_use]
    pub fn contains(&self, inner: &Self) -> bool {
        inner.is_empty()
            || (self.left.fits(inner.left)
                && self.top.fits(inner.top)
                && inner.right.fits(self.right)
                && inner.bottom.fits(self.bottom))
    }

    /// Tells whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        !self.is_empty()
            && !other.is_empty()
            && self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_rectangle_adds_nothing_to_a_union() {
        let some = Rect::new(1.0, 2.0, 3.0, 4.0);
        assert_eq!(some.union(Rect::default()), some);
        assert_eq!(Rect::default().union(some), some);
    }

    #[test]
    fn fitting_allows_for_rounding_noise_and_no_more() {
        assert!(Px(100.005).fits(Px(100.0)));
        assert!(!Px(100.02).fits(Px(100.0)));
    }
}
