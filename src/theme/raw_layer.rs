//! Layers as they are written down.

use serde::Deserialize;

use super::length::Length;
use super::raw::{Align, Axis, Edge, Valign};

/// A layer: one thing to paint, and when.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawLayer {
    pub fill: Option<RawFill>,
    pub gradient: Option<RawGradient>,
    pub rule: Option<RawRule>,
    pub thread: Option<RawThread>,
    pub mark: Option<RawMark>,
    pub disc: Option<RawDisc>,
    pub picture: Option<RawPicture>,
    pub logo: Option<RawLogo>,
    pub plate: Option<RawPlate>,
    pub ruling: Option<RawRuling>,
    pub numbers: Option<RawNumbers>,
    pub stack: Option<RawStack>,
    /// Fields of which one must be there.
    pub only: Vec<String>,
    /// Fields of which none may be there.
    pub unless: Vec<String>,
    /// The classes of format it is painted in; none: all.
    pub shapes: Vec<RawShape>,
}

/// A class of format, named as in `when`: `tall` means stories, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawShape {
    Wide,
    Square,
    Tall,
    Story,
}

impl RawLayer {
    /// Returns the id by which `when` may place it.
    pub(super) fn id(&self) -> Option<&str> {
        let stack = self.stack.as_ref().map(|stack| stack.id.as_str());
        stack.or_else(|| self.mark.as_ref().map(|mark| mark.id.as_str()))
    }

    /// Counts the things it says to paint; one is right.
    pub(super) fn count(&self) -> usize {
        [
            self.fill.is_some(),
            self.gradient.is_some(),
            self.rule.is_some(),
            self.thread.is_some(),
            self.mark.is_some(),
            self.disc.is_some(),
            self.picture.is_some(),
            self.logo.is_some(),
            self.plate.is_some(),
            self.ruling.is_some(),
            self.numbers.is_some(),
            self.stack.is_some(),
        ]
        .iter()
        .filter(|&&said| said)
        .count()
    }
}

/// Declares what a kind of layer may say; unknown keys are refused.
macro_rules! kind {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[$field_doc])* pub $field: $type),*
        }
    };
}

kind! {
    /// A zone in one colour.
    RawFill {
        zone: String,
        color: String,
        /// The edge of the card it runs on to, beyond its zone.
        bleed: Option<Edge>,
    }
}

kind! {
    /// Colours that pass into one another.
    RawGradient {
        zone: String,
        axis: Option<Axis>,
        /// The direction in degrees, instead of an axis.
        angle: Option<f32>,
        stops: Vec<RawStop>,
        /// The stack it rises behind.
        behind: Option<String>,
        /// How far above that stack it starts.
        lead: Option<Length>,
        /// Whether it is made denser until the text over it can be read.
        #[serde(default)]
        scrim: bool,
    }
}

kind! {
    /// A colour at a place of a gradient.
    RawStop {
        at: f32,
        color: String,
        #[serde(default = "opaque")]
        alpha: f32,
    }
}

/// A colour hides what lies under it unless it says otherwise.
fn opaque() -> f32 {
    1.0
}

kind! {
    /// A horizontal line across a zone.
    RawRule {
        zone: String,
        edge: Option<Edge>,
        /// From the edge into the zone.
        offset: Option<Length>,
        /// The stack it stands above.
        above: Option<String>,
        gap: Option<Length>,
        thickness: Length,
        color: String,
    }
}

kind! {
    /// A vertical line from an edge of the canvas to a stack.
    RawThread {
        from: Edge,
        to: String,
        gap: Length,
        thickness: Length,
        color: String,
    }
}

kind! {
    /// A few glyphs placed by their ink.
    RawMark {
        id: String,
        zone: String,
        /// `{initials}`, `{mark}` (the language's opening mark), or any text.
        text: String,
        style: String,
        align: Align,
        valign: Valign,
        /// The stack whose first baseline it stands on.
        level: Option<String>,
    }
}

kind! {
    /// A round dot on the level of a stack's first line.
    RawDisc {
        zone: String,
        level: String,
        diameter: Length,
        color: String,
    }
}

kind! {
    /// The card's picture.
    RawPicture {
        zone: String,
        #[serde(default)]
        round: bool,
        /// Where in the zone what matters in the picture is to stand.
        #[serde(default = "middle")]
        focus: [f32; 2],
        /// The colours that dark to light become.
        #[serde(default)]
        tone: Vec<String>,
    }
}

/// What matters stands a little above the middle, where eyes are.
fn middle() -> [f32; 2] {
    [0.5, 0.42]
}

kind! {
    /// The publisher's sign.
    RawLogo {
        zone: String,
        align: Align,
        valign: Valign,
    }
}

kind! {
    /// A box behind a stack.
    RawPlate {
        behind: String,
        pad: Length,
        color: String,
    }
}

kind! {
    /// Lines on the grid of a stack's baselines.
    RawRuling {
        zone: String,
        grid: String,
        offset: Length,
        thickness: Length,
        color: String,
    }
}

kind! {
    /// Numbers on the grid of a stack's baselines.
    RawNumbers {
        zone: String,
        grid: String,
        style: String,
    }
}

kind! {
    /// Styles set under one another.
    RawStack {
        id: String,
        zone: String,
        valign: Valign,
        lift: Option<Length>,
        /// Whether every line stands on one grid, the quote's leading apart.
        #[serde(default)]
        grid: bool,
        items: Vec<String>,
    }
}
