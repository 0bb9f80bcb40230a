//! `pullquote read`: an interview as structure.

use super::args::ReadArgs;
use super::{Outcome, input, output, remark};
use crate::error::Result;
use crate::interview::{Confidence, Interview, SpeakerId, SpeakerRole, TurnKind};
use crate::interview_json::AsJson;

/// Colours of speakers by the order of their appearance: cyan, yellow, magenta, green, blue.
const COLORS: [u8; 5] = [36, 33, 35, 32, 34];
/// Dim, for what nobody says.
const DIM: u8 = 2;

/// Shows interviews.
pub(super) fn run(args: &ReadArgs) -> Result<Outcome> {
    let mut outcome = Outcome::Done;
    let many = args.inputs.len() > 1;
    for path in &args.inputs {
        let interview = match input::interview(path, &args.reading) {
            Ok(interview) => interview,
            Err(error) if many => {
                super::report(&error);
                outcome = Outcome::Failed;
                continue;
            }
            Err(error) => return Err(error),
        };
        match (args.json, many) {
            (true, true) => output::json_line(&AsJson(&interview))?,
            (true, false) => output::json(&AsJson(&interview))?,
            (false, _) => table(&interview)?,
        }
    }
    Ok(outcome)
}

/// Prints an interview so that a person can check it at a glance.
fn table(interview: &Interview) -> Result<()> {
    let colors = output::colors();
    let mut head = vec![format!(
        "{} ({:?}, {}, {})",
        interview.source.name, interview.input_format, interview.encoding, interview.language
    )];
    for (key, cited) in [
        ("title", &interview.title),
        ("publication", &interview.publication),
        ("author", &interview.author),
        ("date", &interview.date),
        ("address", &interview.url),
    ] {
        if let Some(cited) = cited {
            head.push(format!("{key:>12}  {}", output::snippet(&cited.text, 200)));
        }
    }
    for (index, speaker) in interview.speakers.iter().enumerate() {
        let about: Vec<&str> = [&speaker.title, &speaker.affiliation]
            .into_iter()
            .flatten()
            .map(|cited| cited.text.as_str())
            .collect();
        let about = if about.is_empty() { String::new() } else { format!(", {}", about.join(", ")) };
        let role = match speaker.role {
            SpeakerRole::Guest => "guest",
            SpeakerRole::Interviewer => "interviewer",
            SpeakerRole::Host => "host",
            SpeakerRole::Unknown => "unknown",
        };
        let name = output::painted(&output::snippet(&speaker.name.text, 60), color(SpeakerId(index)), colors);
        head.push(format!("{role:>12}  {name}{}", output::snippet(&about, 120)));
    }
    output::line(&head.join("\n"))?;
    output::line("")?;

    let width = output::columns();
    let name_width = interview
        .speakers
        .iter()
        .map(|speaker| speaker.name.text.chars().count())
        .max()
        .unwrap_or(0)
        .clamp(8, 20);
    for turn in &interview.turns {
        let kind = match turn.kind {
            TurnKind::Question => "question",
            TurnKind::Answer => "answer",
            TurnKind::Narration => "narration",
            TurnKind::Caption => "caption",
            TurnKind::Title => "title",
            TurnKind::Heading => "heading",
            TurnKind::Boilerplate => "boilerplate",
        };
        let name = turn.speaker.map_or("", |id| interview.speaker(id).name.text.as_str());
        let name = format!("{:name_width$}", output::snippet(name, name_width));
        let name = output::painted(&name, turn.speaker.map_or(DIM, color), colors);
        // Rounded down: what is marked as unsure must not look like 0.90.
        let hundredths = turn.confidence.as_per_mille() / 10;
        let share = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let spoken = matches!(turn.kind, TurnKind::Question | TurnKind::Answer);
        let doubt = if spoken && turn.confidence < Confidence::QUOTABLE { "?" } else { " " };
        let room = width.saturating_sub(name_width + 23);
        let text = output::snippet(interview.slice(turn.span), room);
        output::line(&format!("{kind:<11} {name} {share}{doubt} {text}"))?;
    }
    for note in &interview.notes {
        let place = note.span.map(|span| format!("byte {}: ", interview.map.file_range(span).start));
        remark(&format!("note: {}{}", place.unwrap_or_default(), note.message));
    }
    Ok(())
}

fn color(speaker: SpeakerId) -> u8 {
    COLORS[speaker.0 % COLORS.len()]
}
