//! Kept searches of the queue: one's own, without anything personal in them.

use door::{Command, Plain, Reading, Writing, args, record};
use kernel::{Refused, Ts, UserId, Wrongs};
use policy::{Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::queue::Wanted;

kernel::ids!(
    /// A kept search of the queue.
    QueueId,
);

record! {
    /// A search of the queue that somebody kept.
    pub struct SavedQueue in "saved_queue" {
        pub id: QueueId,
        pub by_user: UserId,
        pub name: String,
        /// The address, made again of what it asks: nothing else can stand in it.
        pub asked: String,
        pub at: Ts,
    }
}
impl Plain for SavedQueue {}

/// How many one may keep.
const MOST: usize = 30;

/// The address of a queue with known filters only.
///
/// # Errors
/// A wrong field, when it is of no queue.
pub(super) fn own(typed: &str) -> Result<String, Refused> {
    let (path, query) = typed.split_once('?').unwrap_or((typed, ""));
    let adults = match path {
        "/referrals" => false,
        "/concerns/adults" => true,
        _ => return Err(Refused::wrong("asked", "This is no search of the queue")),
    };
    Ok(Wanted::of(&web::parse_form(query.as_bytes()), adults).address(""))
}

/// One's own, for one of the queues.
///
/// # Errors
/// When the store refuses.
pub async fn mine(r: &Reading, adults: bool) -> Result<Vec<SavedQueue>, Refused> {
    let all: Vec<SavedQueue> = r
        .plain("SELECT * FROM saved_queue WHERE by_user = $1 ORDER BY name, id", args![r.acting.recorded_as()])
        .await?;
    Ok(all.into_iter().filter(|it| it.asked.starts_with("/concerns/adults") == adults).collect())
}

/// Keeps a search of the queue under a name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepQueue {
    /// Its name.
    pub name: String,
    /// The address of the list with its filters.
    pub asked: String,
}

impl Command for KeepQueue {
    const NAME: &'static str = "front_door.keep-search";
    const WHAT: &'static str = "Keeps a search of the queue of referrals for oneself.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::USE_DAY, None, Facts::NONE).await?;
        let (name, asked) = (self.name.trim(), own(&self.asked)?);
        let mut wrongs = Wrongs::default();
        if name.is_empty() || name.chars().count() > 60 {
            wrongs.add("name", "Give the search a name of at most 60 characters");
        }
        wrongs.done()?;
        let had = [mine(w, false).await?, mine(w, true).await?].concat();
        if had.len() >= MOST {
            return Err(Refused::rule("searches", "you keep thirty searches already: throw one away first"));
        }
        let row =
            SavedQueue { id: w.new_id(), by_user: w.acting.recorded_as(), name: name.to_owned(), asked, at: w.now };
        w.keep(&row).await
    }
}

/// Throws a kept search of one's own away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThrowQueue {
    /// Which.
    pub search: QueueId,
}

impl Command for ThrowQueue {
    const NAME: &'static str = "front_door.throw-search";
    const WHAT: &'static str = "Throws away a kept search of one's own.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::USE_DAY, None, Facts::NONE).await?;
        let me = w.acting.recorded_as();
        match w.run("DELETE FROM saved_queue WHERE id = $1 AND by_user = $2", args![self.search, me]).await? {
            0 => Err(Refused::NotFound),
            _ => Ok(()),
        }
    }
}
