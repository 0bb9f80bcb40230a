//! An ink on the colours of a shade.
//!
//! Every tone of an ink looks a little different on every colour of a shade, and all of them are more than a palette
//! holds. But the more an ink covers, the less the colour under it matters: so for each tone the colours of the shade are
//! parted into as few stretches as an eye cannot tell apart, and the tone has one colour on all of a stretch.
//!
//! ```text
//! shade        a b c d e f g h i j k l
//! light tone   └──┘└──┘└───┘└────┘└──┘      five mixtures
//! half tone    └─────────┘└──────────┘      two
//! full         └─────────────────────┘      the ink itself
//! ```

use std::ops::Range;

use crate::color::Color;

use super::blend::{Blend, PerCoverage};

/// How far a pixel's colour may be from the mixture with what is under it, of 255 in each channel.
const MOST_OFF: u8 = 2;

/// The mixtures of an ink with the colours of a shade.
#[derive(Clone, Debug)]
pub(super) struct Grades {
    /// For each coverage that is a tone the stretches of the shade.
    stretches: PerCoverage<Vec<Stretch>>,
}

/// Colours of a shade that a tone has one mixture with.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    /// Which ones, counted along the shade.
    pub(super) colors: Range<usize>,
    /// The mixture.
    pub(super) mixture: Color,
}

impl Grades {
    /// Parts the colours of a shade for every tone of an ink.
    pub(super) fn of(ink: &Blend, shade: &[Color]) -> Self {
        let mut stretches: PerCoverage<Vec<Stretch>> = std::array::from_fn(|_| Vec::new());
        for tones in ink.tones.chunk_by(|one, other| one == other) {
            stretches[usize::from(tones[0])] = parted(ink, shade, tones[0]);
        }
        Self { stretches }
    }

    /// Returns the stretch that a colour of the shade lies in.
    pub(super) fn stretch(&self, tone: u8, place: usize) -> Option<&Stretch> {
        self.stretches[usize::from(tone)].iter().find(|stretch| stretch.colors.contains(&place))
    }
}

/// Parts the colours of a shade for one tone.
fn parted(ink: &Blend, shade: &[Color], tone: u8) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut bounds: Option<(Color, Color)> = None;
    for (place, &under) in shade.iter().enumerate() {
        let mixed = ink.over(under, tone);
        let widened = bounds.map(|(low, high)| (each(low, mixed, u8::min), each(high, mixed, u8::max)));
        match (widened, stretches.last_mut()) {
            (Some((low, high)), Some(stretch)) if spread(low, high) <= 2 * MOST_OFF => {
                bounds = widened;
                stretch.colors.end = place + 1;
                stretch.mixture = each(low, high, u8::midpoint);
            }
            _ => {
                bounds = Some((mixed, mixed));
                stretches.push(Stretch { colors: place..place + 1, mixture: mixed });
            }
        }
    }
    stretches
}

/// Joins two colours channel by channel.
fn each(one: Color, other: Color, join: impl Fn(u8, u8) -> u8) -> Color {
    Color::new(join(one.r, other.r), join(one.g, other.g), join(one.b, other.b))
}

/// Returns how far apart the bounds of some colours are, in the channel in which that is most.
fn spread(low: Color, high: Color) -> u8 {
    (high.r - low.r).max(high.g - low.g).max(high.b - low.b)
}
