//! TOML files of the user's or our own, read with errors that name file, line and the allowed keys.

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// Reads a TOML file into a type that refuses unknown keys.
///
/// # Errors
/// [`Error::Data`] with the line of the first thing that is wrong.
pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| 1 + text[..span.start.min(text.len())].matches('\n').count());
        // serde says "unknown field `x`, expected one of `a`, `b`": the allowed names are the hint.
        let message = error.message().trim().to_owned();
        let (message, hint) = match message.split_once(", expected ") {
            Some((what, allowed)) if what.starts_with("unknown") => {
                let what =
                    what.replace("unknown field", "unknown key").replace("unknown variant", "unknown value");
                let allowed = allowed.trim_start_matches("one of ");
                (what, Some(format!("allowed here: {allowed}")))
            }
            _ => (message, None),
        };
        Error::Data { file: file.to_owned(), line, message, hint }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Example {
        left: f32,
        right: f32,
    }

    #[test]
    fn an_unknown_key_is_refused_with_line_and_allowed_names() {
        let error = parse::<Example>("a.toml", "left = 1.0\nrigth = 2.0\n").unwrap_err();
        assert_eq!(error.to_string(), "a.toml, line 2: unknown key `rigth`");
        assert_eq!(error.hint().unwrap(), "allowed here: `left` or `right`");
    }

    #[test]
    fn a_broken_file_is_refused_with_its_line() {
        let error = parse::<Example>("a.toml", "left = 1.0\nright = \n").unwrap_err();
        assert!(error.to_string().starts_with("a.toml, line 2: "), "{error}");
    }
}
