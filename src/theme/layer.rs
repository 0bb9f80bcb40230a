//! What is painted: one thing a layer.

use super::length::Length;
use super::raw::{Align, Edge, Valign};
use super::{Field, StackId, StyleId, ZoneId};
use crate::color::Color;
use crate::geometry::Angle;

/// A thing to paint, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// The thing.
    pub kind: LayerKind,
    /// Fields of which one must be there; none: always painted.
    pub only: Vec<Field>,
    /// Fields of which none may be there.
    pub unless: Vec<Field>,
}

/// The things there are to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum LayerKind {
    /// A zone in one colour.
    Fill {
        /// Where.
        zone: ZoneId,
        /// In what colour.
        color: Color,
        /// The edge of the card it runs on to, beyond its zone: under what a platform lays over the card.
        bleed: Option<Edge>,
    },
    /// A zone in colours that pass into one another.
    Gradient(Gradient),
    /// A horizontal line across a zone.
    Rule {
        /// The zone it spans.
        zone: ZoneId,
        /// Where in it.
        place: RulePlace,
        /// How thick.
        thickness: Length,
        /// Its colour.
        color: Color,
    },
    /// A vertical line from an edge of the canvas to a stack, on the axis of its text.
    Thread {
        /// The edge it comes from.
        from: Edge,
        /// The stack it ends at.
        to: StackId,
        /// How far from it.
        gap: Length,
        /// How thick.
        thickness: Length,
        /// Its colour.
        color: Color,
    },
    /// A few glyphs placed by their ink, as large as the style says or as the zone allows.
    Mark {
        /// The zone.
        zone: ZoneId,
        /// What it says and how.
        style: StyleId,
        /// Where it stands across.
        align: Align,
        /// Where it stands down.
        valign: Valign,
        /// The stack whose first baseline it stands on instead.
        level: Option<StackId>,
    },
    /// A round dot at the start of a zone, on the level of a stack's first line.
    Disc {
        /// The zone.
        zone: ZoneId,
        /// The stack.
        level: StackId,
        /// Across.
        diameter: Length,
        /// Its colour.
        color: Color,
    },
    /// The card's picture, as large as its zone.
    Picture {
        /// The zone.
        zone: ZoneId,
        /// Whether it is cut to a circle.
        round: bool,
        /// Where in the zone what matters in the picture is to stand, as shares of width and height.
        focus: [f32; 2],
        /// The colours that dark to light become; none: those of the picture.
        tone: Vec<Color>,
    },
    /// The publisher's sign, as large as its zone allows.
    Logo {
        /// The zone.
        zone: ZoneId,
        /// Where it stands across.
        align: Align,
        /// Where it stands down.
        valign: Valign,
    },
    /// A box behind a stack, as wide as the stack's zone and as high as its texts.
    Plate {
        /// The stack.
        behind: StackId,
        /// How far it reaches beyond, on all sides.
        pad: Length,
        /// Its colour.
        color: Color,
    },
    /// Lines across a zone on the grid of a stack's baselines, up and down from it.
    Ruling {
        /// The zone.
        zone: ZoneId,
        /// The stack.
        grid: StackId,
        /// Below each baseline.
        offset: Length,
        /// How thick.
        thickness: Length,
        /// Their colour.
        color: Color,
    },
    /// Numbers on a stack's baselines, from its first line to the foot of a zone, at the zone's end.
    Numbers {
        /// The zone.
        zone: ZoneId,
        /// The stack.
        grid: StackId,
        /// How they are set.
        style: StyleId,
    },
    /// Texts under one another.
    Stack(Stack),
}

/// Colours that pass into one another in a direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    /// Where.
    pub zone: ZoneId,
    /// The direction, where reading goes from left to right. The line that the colours lie on goes through the middle of
    /// the zone, and as far as the corners that lie farthest that way have the first and the last colour, as in CSS.
    pub angle: Angle,
    /// The colours, in order.
    pub stops: Vec<Stop>,
    /// The stack it rises behind, and how far above it starts: then 0 is its start, 1 the stack's first cap top, and 2
    /// the zone's end.
    pub behind: Option<(StackId, Length)>,
    /// Whether it is made denser until the text over it can be read.
    pub scrim: bool,
}

/// A colour at a place of a gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// The place: 0 the start, 1 the end.
    pub at: f32,
    /// The colour.
    pub color: Color,
    /// How much of what lies under it it hides, 0–1.
    pub alpha: f32,
}

/// Where a rule stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RulePlace {
    /// Its upper side that far below the zone's top, or its lower side above the zone's bottom.
    Edge(Edge, Length),
    /// Its lower side that far above a stack's first cap top.
    Above(StackId, Length),
}

/// Texts set under one another in a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Its name.
    pub name: String,
    /// The zone.
    pub zone: ZoneId,
    /// Where it stands in it.
    pub valign: Valign,
    /// How far above that.
    pub lift: Length,
    /// Whether every line stands on one grid, the quote's leading apart.
    pub grid: bool,
    /// The texts.
    pub items: Vec<StyleId>,
    /// Fields of which one must be there.
    pub only: Vec<Field>,
    /// Fields of which none may be there.
    pub unless: Vec<Field>,
}
