//! How much of an ink a half-covered pixel takes.
//!
//! Coverage is counted in [`LEVELS`] steps, because that is what an eye can tell apart at the edge of a letter and what
//! keeps a card with several inks within 256 colours. A level becomes the ink's *weight* by a curve, and ink and ground
//! are mixed by that weight in linear light.
//!
//! Mixing light as it is measured is right for large shapes. Small dark letters come out too thin, and small light ones
//! on a dark ground too bold, so the curve bends for them: coverage^0.8 dark on light, coverage^1.15 light on dark,
//! eased to no bend at all as the type grows. The exponents are what looked even on sample cards at 22 to 60 px.

use crate::color::{self, Color};
use crate::geometry::Px;

/// Steps of coverage between none and full. 32 could not be told from 128 on sample cards; 16 nearly so.
pub(super) const LEVELS: u8 = 32;

/// A number for every level, from none to full.
pub(super) type PerLevel<T> = [T; LEVELS as usize + 1];

/// The weight of a fully covering ink.
const FULL: u32 = 1 << 16;
/// Steps from fully bent to straight.
const BENDS: u8 = 8;
/// Type up to this size gets the curve fully bent …
const BENT_UP_TO: f32 = 36.0;
/// … and from this size on a straight one.
const STRAIGHT_FROM: f32 = 60.0;

/// coverage^(4/5), for dark ink on a light ground.
static DARK_ON_LIGHT: PerLevel<u32> = curve(Exponent::FourFifths);
/// coverage^(23/20), for light ink on a dark ground.
static LIGHT_ON_DARK: PerLevel<u32> = curve(Exponent::TwentyThreeTwentieths);

/// An ink with the curve it is blended by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink {
    color: Color,
    curve: Curve,
}

/// The bend of a curve; `bend` counts from 0 (straight) to [`BENDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Curve {
    DarkOnLight { bend: u8 },
    LightOnDark { bend: u8 },
}

impl Ink {
    /// Makes the ink of a shape, whose edges are blended by their coverage alone.
    pub(super) fn of_shape(color: Color) -> Self {
        Self { color, curve: Curve::DarkOnLight { bend: 0 } }
    }

    /// Makes the ink of letters of a size on a ground.
    pub(super) fn of_type(color: Color, ground: Color, size: Px) -> Self {
        let bend = (STRAIGHT_FROM - size.0) / (STRAIGHT_FROM - BENT_UP_TO) * f32::from(BENDS);
        let bend = bend.clamp(0.0, f32::from(BENDS)) as u8;
        let light_on_dark = bend > 0 && color.luminance() > ground.luminance();
        let curve = if light_on_dark { Curve::LightOnDark { bend } } else { Curve::DarkOnLight { bend } };
        Self { color, curve }
    }

    /// Prepares the ink for mixing.
    pub(super) fn blend(self) -> Blend {
        let (bent, bend) = match self.curve {
            Curve::DarkOnLight { bend } => (&DARK_ON_LIGHT, u32::from(bend)),
            Curve::LightOnDark { bend } => (&LIGHT_ON_DARK, u32::from(bend)),
        };
        let bends = u32::from(BENDS);
        let mut weights = [0; LEVELS as usize + 1];
        for (level, weight) in weights.iter_mut().enumerate() {
            let straight = level as u32 * FULL / u32::from(LEVELS);
            *weight = (bent[level] * bend + straight * (bends - bend) + bends / 2) / bends;
        }
        Blend { color: self.color, light: self.color.linear(), weights }
    }
}

/// An ink ready to be mixed with what lies under it.
#[derive(Clone, Debug)]
pub(super) struct Blend {
    /// The ink's colour.
    pub(super) color: Color,
    light: [u16; 3],
    weights: PerLevel<u32>,
}

impl Blend {
    /// Returns the colour of a pixel that was `under` and is now covered to a level.
    pub(super) fn over(&self, under: Color, level: u8) -> Color {
        let weight = u64::from(self.weights[usize::from(level)]);
        let full = u64::from(FULL);
        let under = under.linear();
        let [r, g, b] = std::array::from_fn(|channel| {
            let (ink, ground) = (u64::from(self.light[channel]), u64::from(under[channel]));
            color::from_linear(((ink * weight + ground * (full - weight) + full / 2) / full) as u16)
        });
        Color::new(r, g, b)
    }
}

/// The exponents of the two curves.
#[derive(Clone, Copy)]
enum Exponent {
    FourFifths,
    TwentyThreeTwentieths,
}

/// Builds a curve with basic operations only: `powf` may differ in its last digit from one platform to the next.
const fn curve(exponent: Exponent) -> PerLevel<u32> {
    let mut weights = [0; LEVELS as usize + 1];
    let mut level = 1;
    while level <= LEVELS as usize {
        let coverage = level as f64 / LEVELS as f64;
        let weight = match exponent {
            Exponent::FourFifths => {
                let fifth = root(coverage, 5);
                fifth * fifth * fifth * fifth
            }
            Exponent::TwentyThreeTwentieths => {
                let twentieth = root(coverage, 20);
                coverage * twentieth * twentieth * twentieth
            }
        };
        weights[level] = (weight * FULL as f64 + 0.5) as u32;
        level += 1;
    }
    weights
}

/// Takes the `degree`th root of a number in 0–1 by Newton's method; the iterate falls from 1 and settles well before
/// the last step.
const fn root(number: f64, degree: u32) -> f64 {
    let mut root = 1.0;
    let mut step = 0;
    while step < 100 {
        let mut power = 1.0;
        let mut factor = 1;
        while factor < degree {
            power *= root;
            factor += 1;
        }
        root = (root * (degree - 1) as f64 + number / power) / degree as f64;
        step += 1;
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: Color = Color::new(255, 255, 255);
    const BLACK: Color = Color::new(0, 0, 0);

    #[test]
    fn no_coverage_leaves_the_ground_and_full_coverage_the_ink() {
        for size in [12.0, 45.0, 200.0] {
            for (ink, ground) in [(BLACK, WHITE), (WHITE, BLACK), (Color::new(200, 30, 60), WHITE)] {
                let blend = Ink::of_type(ink, ground, Px(size)).blend();
                assert_eq!(blend.over(ground, 0), ground);
                assert_eq!(blend.over(ground, LEVELS), ink);
            }
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the tolerance is wider than any platform's error")]
    fn a_curve_is_the_power_it_claims_to_be() {
        for level in 0..=usize::from(LEVELS) {
            let coverage = level as f64 / f64::from(LEVELS);
            let close = |weight: u32, exponent| {
                (f64::from(weight) / f64::from(FULL) - coverage.powf(exponent)).abs() < 1e-4
            };
            assert!(close(DARK_ON_LIGHT[level], 0.8), "{level}");
            assert!(close(LIGHT_ON_DARK[level], 1.15), "{level}");
        }
    }

    #[test]
    fn small_dark_type_gains_weight_and_small_light_type_loses_it() {
        let half = LEVELS / 2;
        let weight =
            |ink, ground, size| Ink::of_type(ink, ground, Px(size)).blend().weights[usize::from(half)];
        assert!(weight(BLACK, WHITE, 22.0) > weight(BLACK, WHITE, 48.0));
        assert!(weight(BLACK, WHITE, 48.0) > weight(BLACK, WHITE, 90.0));
        assert!(weight(WHITE, BLACK, 22.0) < weight(WHITE, BLACK, 90.0));
        assert_eq!(weight(WHITE, BLACK, 90.0), FULL / 2);
    }

    #[test]
    fn more_coverage_never_means_less_ink() {
        for (ink, ground) in [(BLACK, WHITE), (WHITE, BLACK)] {
            let weights = Ink::of_type(ink, ground, Px(24.0)).blend().weights;
            assert!(weights.is_sorted());
        }
    }
}
