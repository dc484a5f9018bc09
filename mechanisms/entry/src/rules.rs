//! What may be written, corrected and moved.

use kernel::{Day, Handling, Marking, Ts, Wrongs};

use crate::Entry;

/// The most characters of a title.
const TITLE: usize = 200;
/// The most characters of a note.
const TEXT: usize = 20_000;
/// Clocks of two machines may differ by so many seconds.
const SLACK: i64 = 300;
/// What a note's rows call themselves.
pub(crate) const NOTE: &str = "note";

kernel::words! {
    /// How an entry ended. It is kept, and shown as it was known before.
    pub enum Closed {
        Corrected = "corrected" / "Corrected",
        Moved = "moved" / "Moved to another person's record",
    }
}

/// What is wrong with the words of a note, all at once.
#[must_use]
pub fn note(happened: Ts, title: &str, text: &str, handling: &Handling, now: Ts) -> Wrongs {
    let mut all = Wrongs::default();
    if happened > now.plus_seconds(SLACK) {
        all.add("happened", "The date and time must be in the past");
    }
    length(&mut all, "title", title, TITLE);
    if text.trim().is_empty() {
        all.add("text", "Enter what happened, or what was said");
    }
    length(&mut all, "text", text, TEXT);
    if handling.until.is_some_and(|until| until < now.day()) {
        all.add("until", "The last day of the condition must be today or later");
    }
    if handling.until.is_some() && handling.agencies.is_empty() {
        all.add("agencies", "Select the agencies that may see it until then");
    }
    all
}

fn length(all: &mut Wrongs, field: &str, text: &str, most: usize) {
    let over = text.chars().count().saturating_sub(most);
    if over > 0 {
        all.add(field, format!("Use {most} characters or fewer; this is {over} too many"));
    }
}

/// A reason given for a correction or move.
pub(crate) fn reason(all: &mut Wrongs, reason: &str) {
    if reason.trim().is_empty() {
        all.add("reason", "Say why");
    }
    length(all, "reason", reason, 1000);
}

/// Whether an entry may be corrected here, and why not. What a happening left is corrected where it happened.
///
/// # Errors
/// The reason, in words.
pub fn may_correct(it: &Entry) -> Result<(), &'static str> {
    match it.closed {
        Some(Closed::Corrected) => Err("this entry was corrected already: open the newer one"),
        Some(Closed::Moved) => Err("this entry was moved to another person's record"),
        None if it.source != NOTE => Err("this line was left by another record: correct it there"),
        None => Ok(()),
    }
}

/// Markings after a correction: the highest wins, and nothing lowers one (access.md §2).
#[must_use]
pub fn kept_marking(old: (Marking, &Handling), new: (Marking, &Handling)) -> (Marking, Handling) {
    (old.0.max(new.0), if old.1 == new.1 { new.1.clone() } else { old.1.joined(new.1) })
}

/// The line that a move leaves where the entry stood by mistake. It says neither what it told nor whose it is.
#[must_use]
pub fn moved_away(happened: Day, reason: &str) -> (String, String) {
    let title = "An entry was moved away".to_owned();
    (
        title,
        format!(
            "A note of {} stood on this record by mistake and was moved to the right person's. Reason: {reason}",
            happened.words()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_never_lowers_a_marking() {
        let police = Handling { agencies: vec!["police".into()], ..Handling::default() };
        let open = Handling::default();
        let kept = kept_marking((Marking::Sensitive, &police), (Marking::Official, &open));
        assert_eq!(kept, (Marking::Sensitive, police.clone()));
        assert_eq!(
            kept_marking((Marking::Official, &open), (Marking::Sensitive, &police)),
            (Marking::Sensitive, police)
        );
    }

    #[test]
    fn everything_wrong_with_a_note_is_said_at_once() {
        let now: Ts = "2026-03-28T09:00:00Z".parse().expect("an instant");
        let until = Handling { until: Some("2026-03-27".parse().expect("a day")), ..Handling::default() };
        let all = note(now.plus_hours(1), &"x".repeat(201), "  ", &until, now);
        let fields: Vec<_> = all.0.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["happened", "title", "text", "until", "agencies"]);
    }
}
