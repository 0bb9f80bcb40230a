//! Directions on a card.

use std::f64::consts::FRAC_1_SQRT_2;

/// A direction in degrees as CSS counts them for gradients: 0 points up, 90 to the right, 180 down, and so on clockwise
/// ([CSS Images 3](https://www.w3.org/TR/css-images-3/#linear-gradient-syntax)).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Angle(f64);

impl Angle {
    /// To the right.
    pub const RIGHT: Self = Self(90.0);
    /// Down.
    pub const DOWN: Self = Self(180.0);

    /// Makes the direction of so many degrees; `None` where that is no number.
    #[must_use]
    pub fn from_degrees(degrees: f32) -> Option<Self> {
        degrees.is_finite().then(|| Self(f64::from(degrees).rem_euclid(360.0)))
    }

    /// Returns the direction as a mirror beside the card shows it: left for right.
    #[must_use]
    pub fn mirrored(self) -> Self {
        Self((360.0 - self.0).rem_euclid(360.0))
    }

    /// Returns how far a step of length 1 goes to the right and down: whole numbers along the edges of the card, and
    /// the same in both for its diagonals.
    #[must_use]
    pub fn step(self) -> (f64, f64) {
        let right_angles = (self.0 / 90.0).floor();
        let (sine, cosine) = sine_and_cosine(self.0 - 90.0 * right_angles);
        // An angle a hair below 0 is rounded up to 360.
        match right_angles as u8 % 4 {
            0 => (sine, -cosine),
            1 => (cosine, sine),
            2 => (-sine, cosine),
            _ => (-cosine, -sine),
        }
    }
}

/// Returns sine and cosine of 0 to 90 degrees, by basic operations only: those of the platform may differ in the last
/// digit from one to the next.
fn sine_and_cosine(degrees: f64) -> (f64, f64) {
    if degrees > 45.0 {
        let (cosine, sine) = sine_and_cosine(90.0 - degrees);
        return (sine, cosine);
    }
    if degrees == 45.0 {
        return (FRAC_1_SQRT_2, FRAC_1_SQRT_2);
    }
    let angle = degrees.to_radians();
    // The series of both, the terms of which are taken in turn; at 45 degrees the first left out is below 1e-17.
    let (mut sine, mut cosine) = (0.0, 0.0);
    let mut term = 1.0;
    for power in 0..18_u8 {
        let sum = if power % 2 == 0 { &mut cosine } else { &mut sine };
        *sum += if power % 4 < 2 { term } else { -term };
        term *= angle / f64::from(power + 1);
    }
    (sine, cosine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(degrees: f32) -> (f64, f64) {
        Angle::from_degrees(degrees).unwrap().step()
    }

    #[test]
    fn edges_and_diagonals_are_exact() {
        assert_eq!(step(0.0), (0.0, -1.0));
        assert_eq!((step(90.0), step(-270.0)), ((1.0, 0.0), (1.0, 0.0)));
        assert_eq!(step(-1e-15), (0.0, -1.0));
        assert_eq!(Angle::DOWN.step(), (0.0, 1.0));
        assert_eq!((step(270.0), Angle::RIGHT.mirrored().step()), ((-1.0, 0.0), (-1.0, 0.0)));
        for (degrees, signs) in [(45.0, (1.0, -1.0)), (135.0, (1.0, 1.0)), (225.0, (-1.0, 1.0))] {
            assert_eq!(step(degrees), (signs.0 * FRAC_1_SQRT_2, signs.1 * FRAC_1_SQRT_2), "{degrees}");
        }
        assert_eq!(Angle::from_degrees(f32::NAN), None);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the tolerance is wider than any platform's error")]
    fn every_angle_is_what_trigonometry_says() {
        for tenths in -3600..7200_i16 {
            let degrees = f32::from(tenths) / 10.0;
            let angle = f64::from(degrees).to_radians();
            let (right, down) = step(degrees);
            assert!((right - angle.sin()).abs() < 1e-12 && (down + angle.cos()).abs() < 1e-12, "{degrees}");
        }
    }
}
