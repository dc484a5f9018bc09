//! What people do with an action: do it, hand it over, cancel it, open it again.

use clock::Working;
use door::{Command, Fact, Facts, Writing, args};
use kernel::{Day, Reference, Refused, Wrongs};
use policy::Principal;
use policy::action::{ADD_ACTION, DO_ACTION, HAND_OVER, USE_DAY};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::happenings::{ActionCancelled, ActionDone, ActionHandedOver, ActionReopened};
use crate::record::{Action, ActionId, Row, State, What};
use crate::rules;
use crate::set::{Owner, names_one_of, owned, step};

/// What whoever acts is to an action.
#[derive(Clone, Copy)]
pub(crate) struct Mine {
    /// It is theirs to do.
    pub(crate) owner: bool,
    /// They set it; or the house did and it is theirs to do.
    author: bool,
}

pub(crate) async fn found(w: &Writing, reference: Reference) -> Result<(Action, Mine), Refused> {
    let row: Option<Row> = w.plain_one("SELECT * FROM action WHERE reference = $1", args![reference]).await?;
    let it = row.ok_or(Refused::NotFound)?.decided();
    let owner = Working::of(&w.acting).answers(&it.answerable());
    let author = it.set_by == w.acting.recorded_as() || (owner && it.set_by == Principal::HOUSE);
    Ok((it, Mine { owner, author }))
}

/// Whose it is, who set it, or who hands over cases.
async fn may_move(w: &mut Writing, it: &Action, mine: Mine) -> Result<(), Refused> {
    if mine.owner {
        // Restricted persons and conflicts of interest forbid it, as they forbid seeing it.
        w.may(DO_ACTION, it.person, Facts::of(&[Fact::Mine])).await.map_err(unseen)?;
    } else if mine.author {
        w.may(USE_DAY, None, Facts::NONE).await?;
    } else {
        w.may(HAND_OVER, it.person, Facts::NONE).await.map_err(unseen)?;
    }
    Ok(())
}

/// Whoever may not do anything with an action does not learn that there is one.
pub(crate) fn unseen(it: Refused) -> Refused {
    match it {
        Refused::MayNot(_) => Refused::NotFound,
        other => other,
    }
}

/// Says that an action was done, and what shows it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoAction {
    /// Which action.
    pub action: Reference,
    /// What shows that it was done.
    pub evidence: String,
}

impl Command for DoAction {
    const NAME: &'static str = "action.do-action";
    const WHAT: &'static str = "Says that an action was done, and what shows it.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let (old, mine) = found(w, self.action).await?;
        if !mine.owner {
            return Err(Refused::NotFound);
        }
        w.may(DO_ACTION, old.person, Facts::of(&[Fact::Mine])).await.map_err(unseen)?;
        done(w, &old, What::Done, &self.evidence).await
    }
}

/// A partner without an account says that it was done. Whoever calls this has asked for the ticket.
///
/// # Errors
/// When it has ended, or nothing was said.
pub async fn answer(w: &mut Writing, id: ActionId, words: &str) -> Result<(), Refused> {
    let row: Option<Row> = w.plain_one("SELECT * FROM action WHERE id = $1", args![id]).await?;
    let old = row.ok_or(Refused::NotFound)?.decided();
    if old.partner_mail.is_none() {
        return Err(Refused::NotFound);
    }
    w.may(DO_ACTION, old.person, Facts::of(&[Fact::Mine])).await?;
    done(w, &old, What::Answered, words).await
}

async fn done(w: &mut Writing, old: &Action, what: What, evidence: &str) -> Result<(), Refused> {
    rules::still_open(old.state)?;
    let mut wrongs = Wrongs::default();
    let evidence = rules::words(&mut wrongs, "evidence", evidence, "Say what was done, and what shows it");
    wrongs.done()?;
    let new = ended(w, old, State::Done, &evidence);
    w.change(old, &new).await?;
    step(w, &new, w.acting.recorded_as(), what, &evidence).await?;
    w.happened(ActionDone::of(&new)).await
}

fn ended(w: &Writing, old: &Action, state: State, evidence: &str) -> Action {
    let by = Some(w.acting.recorded_as());
    Action { state, evidence: evidence.to_owned(), ended: Some(w.now), ended_by: by, ..old.clone() }
}

/// Gives an action to somebody else.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverAction {
    /// Which action.
    pub action: Reference,
    /// Who is to do it from now on.
    pub owner: Owner,
    /// Its last day from now on; none: as it was.
    pub due: Option<Day>,
    /// Why, or what they should know.
    #[serde(default)]
    pub words: String,
}

impl Command for HandOverAction {
    const NAME: &'static str = "action.hand-over-action";
    const WHAT: &'static str = "Gives an action to somebody else.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let (old, mine) = found(w, self.action).await?;
        may_move(w, &old, mine).await?;
        rules::still_open(old.state)?;
        let mut wrongs = Wrongs::default();
        let mut new = old.clone();
        owned(w, &mut new, &self.owner, &mut wrongs).await?;
        if let Some(due) = self.due.filter(|it| *it != old.due) {
            if due < w.now.day() {
                wrongs.add("due", "The last day must be today or later");
            } else if !mine.author {
                wrongs.add("due", "Only whoever set the action may move its last day");
            }
            (new.due, new.amber) = (due, rules::amber(w.now.day(), due));
        }
        if self.words.chars().count() > rules::LONGEST {
            wrongs.add("words", format!("This has more than {} characters", rules::LONGEST));
        }
        wrongs.done()?;
        w.change(&old, &new).await?;
        step(w, &new, w.acting.recorded_as(), What::HandedOver, self.words.trim()).await?;
        w.happened(ActionHandedOver::of(&new)).await
    }
}

/// Says that an action is no longer to be done, and why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelAction {
    /// Which action.
    pub action: Reference,
    /// Why.
    pub reason: String,
}

impl Command for CancelAction {
    const NAME: &'static str = "action.cancel-action";
    const WHAT: &'static str = "Says that an action is no longer to be done, and why.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let (old, mine) = found(w, self.action).await?;
        if mine.author {
            may_move(w, &old, mine).await?;
        } else {
            w.may(HAND_OVER, old.person, Facts::NONE).await.map_err(|e| if mine.owner { e } else { unseen(e) })?;
        }
        rules::still_open(old.state)?;
        let mut wrongs = Wrongs::default();
        let reason = rules::words(&mut wrongs, "reason", &self.reason, "Enter why it is no longer to be done");
        wrongs.done()?;
        let new = ended(w, &old, State::Cancelled, &reason);
        w.change(&old, &new).await?;
        step(w, &new, w.acting.recorded_as(), What::Cancelled, &reason).await?;
        w.happened(ActionCancelled::of(&new)).await
    }
}

/// Opens an action again that was done or cancelled.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenAction {
    /// Which action.
    pub action: Reference,
    /// Why.
    pub reason: String,
    /// Its last day from now on.
    pub due: Day,
}

impl Command for ReopenAction {
    const NAME: &'static str = "action.reopen-action";
    const WHAT: &'static str = "Opens an action again that was done or cancelled.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let (old, mine) = found(w, self.action).await?;
        if mine.owner || mine.author {
            may_move(w, &old, mine).await?;
        } else {
            w.may(ADD_ACTION, old.person, Facts::NONE).await.map_err(unseen)?;
        }
        match old.state {
            State::Open => return Err(Refused::Conflict("this action is open".to_owned())),
            State::Done | State::Cancelled => {}
        }
        let mut wrongs = Wrongs::default();
        let reason = rules::words(&mut wrongs, "reason", &self.reason, "Enter why it is to be done after all");
        if self.due < w.now.day() {
            wrongs.add("due", "The last day must be today or later");
        }
        // Whom it is about may be known only since it ended.
        let named = old.partner_mail.is_some() && names_one_of(w, &old.words, old.person.as_slice()).await?;
        if named {
            wrongs.add("reason", "Its words name the person, and a partner reads them by a link: set a new action");
        }
        wrongs.done()?;
        let amber = rules::amber(w.now.day(), self.due);
        let open = Action { state: State::Open, evidence: String::new(), ended: None, ended_by: None, ..old.clone() };
        let new = Action { due: self.due, amber, ..open };
        w.change(&old, &new).await?;
        step(w, &new, w.acting.recorded_as(), What::Reopened, &reason).await?;
        w.happened(ActionReopened::of(&new)).await
    }
}
