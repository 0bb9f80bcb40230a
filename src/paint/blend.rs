//! How much of an ink a half-covered pixel takes.
//!
//! A coverage becomes the ink's *weight* by a curve, and ink and ground are mixed by that weight in linear light.
//!
//! Mixing light as it is measured is right for large shapes. Small dark letters come out too thin, and small light ones
//! on a dark ground too bold, so the curve bends for them: coverage^0.8 dark on light, coverage^1.15 light on dark,
//! eased to no bend at all as the type grows. The exponents are what looked even on sample cards at 22 to 60 px.
//!
//! A card has few colours, so that it fits a palette and packs well: coverages whose mixtures an eye cannot tell apart
//! are rounded to one, the *tones* of the ink. They are spaced evenly in sRGB, which is about evenly to the eye. Spaced
//! evenly in coverage, as they once were, light letters on a dark ground got their first tone a quarter of the way to
//! white, and half of all tones for the last quarter, where none can be told from the next.

use crate::color::{self, Color};
use crate::geometry::Px;

use super::grades::Grades;

/// A number for every coverage, from none (0) to full (255).
pub(super) type PerCoverage<T> = [T; 256];

/// Coverage of a pixel that is covered completely.
pub(super) const FULL_COVERAGE: u8 = 255;

/// The weight of a fully covering ink.
const FULL: u32 = 1 << 16;
/// Steps from fully bent to straight.
const BENDS: u8 = 8;
/// Type up to this size gets the curve fully bent …
const BENT_UP_TO: f32 = 36.0;
/// … and from this size on a straight one.
const STRAIGHT_FROM: f32 = 60.0;

/// coverage^(4/5), for dark ink on a light ground.
static DARK_ON_LIGHT: PerCoverage<u32> = curve(Exponent::FourFifths);
/// coverage^(23/20), for light ink on a dark ground.
static LIGHT_ON_DARK: PerCoverage<u32> = curve(Exponent::TwentyThreeTwentieths);

/// How far apart the tones of an ink are, at most, of 255: no pixel is off by more than half of that. Black on white has
/// 22 tones and its two ends. Cards of 200 quotes took 26.2 KB with steps of 10, 25.3 with 12, 24.4 with 15; half a step
/// of 15 begins to show where a large letter's edge is nearly upright.
const FINE_STEP: u32 = 12;
/// The luminance as far from black as from white to the eye.
const MIDDLE_LUMINANCE: f64 = 0.18;
const BLACK: Color = Color::new(0, 0, 0);
const WHITE: Color = Color::new(255, 255, 255);

/// How finely the tones of an ink are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// So that it cannot be seen.
    Fine,
    /// Where a palette would not hold the fine ones.
    Coarse,
}

impl Grain {
    /// Returns how far apart neighbouring tones are, at most, in the channel that changes most.
    fn step(self) -> u32 {
        match self {
            Self::Fine => FINE_STEP,
            Self::Coarse => 2 * FINE_STEP,
        }
    }
}

/// An ink with the curve it is blended by and the ground its tones are spaced on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink {
    color: Color,
    ground: Color,
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
        // Any ground there may be is nearer to it than the farther end of grey.
        let ground = if color.luminance() > MIDDLE_LUMINANCE { BLACK } else { WHITE };
        Self { color, ground, curve: Curve::DarkOnLight { bend: 0 } }
    }

    /// Makes the ink of letters of a size on a ground.
    pub(super) fn of_type(color: Color, ground: Color, size: Px) -> Self {
        let bend = (STRAIGHT_FROM - size.0) / (STRAIGHT_FROM - BENT_UP_TO) * f32::from(BENDS);
        let bend = bend.clamp(0.0, f32::from(BENDS)) as u8;
        let light_on_dark = bend > 0 && color.luminance() > ground.luminance();
        let curve = if light_on_dark { Curve::LightOnDark { bend } } else { Curve::DarkOnLight { bend } };
        Self { color, ground, curve }
    }

    /// Returns the ink with the same tones wherever it lies on a shade: spaced for the colour of it that is farthest from
    /// the ink.
    pub(super) fn spaced_for(self, shade: &[Color]) -> Self {
        if !shade.contains(&self.ground) {
            return self;
        }
        let farthest = shade.iter().copied().max_by_key(|&color| distance(self.color, color));
        Self { ground: farthest.unwrap_or(self.ground), ..self }
    }

    /// Prepares the ink for mixing with the colours of a shade, if there is one, and any others.
    pub(super) fn blend(self, grain: Grain, shade: &[Color]) -> Blend {
        let (bent, bend) = match self.curve {
            Curve::DarkOnLight { bend } => (&DARK_ON_LIGHT, u32::from(bend)),
            Curve::LightOnDark { bend } => (&LIGHT_ON_DARK, u32::from(bend)),
        };
        let bends = u32::from(BENDS);
        let weights = std::array::from_fn(|coverage| {
            let straight = coverage as u32 * FULL / u32::from(FULL_COVERAGE);
            (bent[coverage] * bend + straight * (bends - bend) + bends / 2) / bends
        });
        let light = self.color.linear();
        let mut blend = Blend { color: self.color, light, weights, tones: [0; 256], grades: None };
        blend.space_tones(self.ground, grain);
        blend.grades = (!shade.is_empty()).then(|| Grades::of(&blend, shade));
        blend
    }
}

/// An ink ready to be mixed with what lies under it.
#[derive(Clone, Debug)]
pub(super) struct Blend {
    /// The ink's colour.
    pub(super) color: Color,
    light: [u16; 3],
    weights: PerCoverage<u32>,
    /// The coverage that each coverage is rounded to.
    pub(super) tones: PerCoverage<u8>,
    /// The colours it has on a shade.
    pub(super) grades: Option<Grades>,
}

impl Blend {
    /// Returns the colour of a pixel that was `under` and is now covered so far, not rounded to a tone.
    pub(super) fn over(&self, under: Color, coverage: u8) -> Color {
        let weight = u64::from(self.weights[usize::from(coverage)]);
        let full = u64::from(FULL);
        let under = under.linear();
        let [r, g, b] = std::array::from_fn(|channel| {
            let (ink, ground) = (u64::from(self.light[channel]), u64::from(under[channel]));
            color::from_linear(((ink * weight + ground * (full - weight) + full / 2) / full) as u16)
        });
        Color::new(r, g, b)
    }

    /// Spaces the tones evenly between a ground and the ink, as few as the grain allows.
    fn space_tones(&mut self, ground: Color, grain: Grain) {
        // How far the mixture of each coverage lies from the ground.
        let distances: PerCoverage<u32> =
            std::array::from_fn(|coverage| distance(ground, self.over(ground, coverage as u8)));
        let whole = distances[usize::from(FULL_COVERAGE)];
        let steps = whole.div_ceil(grain.step()).max(1);
        let nearest_step = |coverage: usize| (2 * distances[coverage] * steps + whole) / (2 * whole).max(1);
        let mut start = 0;
        while start < distances.len() {
            let step = nearest_step(start);
            let end =
                (start..distances.len()).find(|&at| nearest_step(at) != step).unwrap_or(distances.len());
            let tone = match step {
                0 => 0,
                _ if step == steps => usize::from(FULL_COVERAGE),
                _ => {
                    let off = |at: &usize| (distances[*at] * steps).abs_diff(step * whole);
                    (start..end).min_by_key(off).expect("a step that was found has a coverage")
                }
            };
            self.tones[start..end].fill(tone as u8);
            start = end;
        }
    }
}

/// Returns the difference of two colours in the channel in which it is largest.
fn distance(one: Color, other: Color) -> u32 {
    let channels = [(one.r, other.r), (one.g, other.g), (one.b, other.b)];
    channels.into_iter().map(|(one, other)| u32::from(one.abs_diff(other))).max().unwrap_or(0)
}

/// The exponents of the two curves.
#[derive(Clone, Copy)]
enum Exponent {
    FourFifths,
    TwentyThreeTwentieths,
}

/// Builds a curve with basic operations only: `powf` may differ in its last digit from one platform to the next.
const fn curve(exponent: Exponent) -> PerCoverage<u32> {
    let mut weights = [0; 256];
    let mut covered = 1;
    while covered <= FULL_COVERAGE as usize {
        let coverage = covered as f64 / FULL_COVERAGE as f64;
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
        weights[covered] = (weight * FULL as f64 + 0.5) as u32;
        covered += 1;
    }
    weights
}

/// Takes the `degree`th root of a number in 0–1 by Newton's method: the iterate falls from 1 until it falls no more.
const fn root(number: f64, degree: u32) -> f64 {
    let mut root = 1.0;
    loop {
        let mut power = 1.0;
        let mut factor = 1;
        while factor < degree {
            power *= root;
            factor += 1;
        }
        let next = (root * (degree - 1) as f64 + number / power) / degree as f64;
        if next >= root {
            return root;
        }
        root = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_coverage_leaves_the_ground_and_full_coverage_the_ink() {
        for size in [12.0, 45.0, 200.0] {
            for (ink, ground) in [(BLACK, WHITE), (WHITE, BLACK), (Color::new(200, 30, 60), WHITE)] {
                let blend = Ink::of_type(ink, ground, Px(size)).blend(Grain::Fine, &[]);
                assert_eq!(blend.over(ground, 0), ground);
                assert_eq!(blend.over(ground, FULL_COVERAGE), ink);
                assert_eq!((blend.tones[0], blend.tones[255]), (0, 255));
            }
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the tolerance is wider than any platform's error")]
    fn a_curve_is_the_power_it_claims_to_be() {
        for level in 0..=usize::from(FULL_COVERAGE) {
            let coverage = level as f64 / f64::from(FULL_COVERAGE);
            let close = |weight: u32, exponent| {
                (f64::from(weight) / f64::from(FULL) - coverage.powf(exponent)).abs() < 1e-4
            };
            assert!(close(DARK_ON_LIGHT[level], 0.8), "{level}");
            assert!(close(LIGHT_ON_DARK[level], 1.15), "{level}");
        }
    }

    #[test]
    fn small_dark_type_gains_weight_and_small_light_type_loses_it() {
        let half = 153_u8;
        let weight = |ink, ground, size| {
            Ink::of_type(ink, ground, Px(size)).blend(Grain::Fine, &[]).weights[usize::from(half)]
        };
        assert!(weight(BLACK, WHITE, 22.0) > weight(BLACK, WHITE, 48.0));
        assert!(weight(BLACK, WHITE, 48.0) > weight(BLACK, WHITE, 90.0));
        assert!(weight(WHITE, BLACK, 22.0) < weight(WHITE, BLACK, 90.0));
        assert_eq!(weight(WHITE, BLACK, 90.0), FULL * 3 / 5);
    }

    #[test]
    fn no_tone_is_further_from_the_exact_mixture_than_half_a_step() {
        let grey = Color::new(120, 128, 140);
        for size in [20.0, 45.0, 90.0] {
            for (ink, ground) in
                [(BLACK, WHITE), (WHITE, BLACK), (Color::new(200, 30, 60), WHITE), (grey, BLACK)]
            {
                let blend = Ink::of_type(ink, ground, Px(size)).blend(Grain::Fine, &[]);
                assert!(blend.tones.is_sorted());
                for coverage in 0..=FULL_COVERAGE {
                    let exact = blend.over(ground, coverage);
                    let tone = blend.over(ground, blend.tones[usize::from(coverage)]);
                    // Near black a step of coverage is more than a step of tones: one step of it is allowed.
                    let beside = [coverage.saturating_sub(1), coverage.saturating_add(1)];
                    let near = beside.map(|coverage| distance(exact, blend.over(ground, coverage)));
                    let most = (FINE_STEP / 2 + 1).max(near[0]).max(near[1]);
                    assert!(distance(exact, tone) <= most, "{ink} on {ground}, {size}: {coverage}");
                }
            }
        }
    }

    #[test]
    fn more_coverage_never_means_less_ink() {
        for (ink, ground) in [(BLACK, WHITE), (WHITE, BLACK)] {
            let weights = Ink::of_type(ink, ground, Px(24.0)).blend(Grain::Fine, &[]).weights;
            assert!(weights.is_sorted());
        }
    }
}
