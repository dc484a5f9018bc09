//! Whose record it is: everybody whom a referral names is found, made, or left without one for a reason (P1: link to
//! persons). From then on the referral is theirs: facts, chronology and clocks go by the person.

use door::{Command, Writing, args};
use kernel::{PersonId, Reference, Refused};
use policy::{Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Named, NamedId, Referral, ReferralLinked, ReferralUnlinked, Role, State, held, naming, own_name};

/// Says that somebody whom a referral names is a person on record.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkNamed {
    /// The referral.
    pub referral: Reference,
    /// Whom it names.
    pub named: NamedId,
    /// The person's reference.
    pub person: Reference,
}

impl Command for LinkNamed {
    const NAME: &'static str = "front_door.link-named";
    const WHAT: &'static str = "Says which person on record is meant by somebody whom a referral names.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let (it, named) = begun(w, self.referral, self.named).await?;
        let person = person::by_reference(w, self.person).await?.id;
        link(w, &it, &named, person).await
    }
}

/// Makes a record of somebody whom a referral names, after a look at who was found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateNamed {
    /// The referral.
    pub referral: Reference,
    /// Whom it names.
    pub named: NamedId,
    /// That whoever does this looked at the people found and says: none of these.
    pub none_of_these: bool,
}

impl Command for CreateNamed {
    const NAME: &'static str = "front_door.create-named";
    const WHAT: &'static str = "Makes a record of somebody whom a referral names; answers with the new reference.";
    type Done = Reference;
    async fn carry_out(&self, w: &mut Writing) -> Result<Reference, Refused> {
        let (it, named) = begun(w, self.referral, self.named).await?;
        w.may(action::CREATE_PERSON, None, Facts::NONE).await?;
        if !self.none_of_these {
            return Err(Refused::wrong(
                "none_of_these",
                "Look at the people found, and confirm that it is none of these",
            ));
        }
        let today = w.now.day();
        let about = naming::instance(&it.said(), named.role, named.nth);
        let made = person::create(w, &naming::new_person(&about, named.role, today)).await?;
        link(w, &it, &named, made.person).await?;
        Ok(made.reference)
    }
}

/// Says why somebody whom a referral names gets no record, so that the referral can be decided.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveUnlinked {
    /// The referral.
    pub referral: Reference,
    /// Whom it names.
    pub named: NamedId,
    /// Why not.
    pub reason: String,
}

impl Command for LeaveUnlinked {
    const NAME: &'static str = "front_door.leave-unlinked";
    const WHAT: &'static str = "Says why somebody whom a referral names is linked to no person on record.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let (it, named) = begun(w, self.referral, self.named).await?;
        let reason = super::thread::said(&self.reason, "reason", "Enter why there is no record to link")?;
        settle(w, &named, None, reason).await?;
        if let Some(old) = named.person {
            w.happened(ReferralUnlinked { referral: it.id, reference: it.reference, person: old }).await?;
        }
        foremost(w, &it).await
    }
}

/// The referral that waits and the one whom it names, for those who may decide it.
async fn begun(w: &mut Writing, referral: Reference, named: NamedId) -> Result<(Referral, Named), Refused> {
    let it = held(w, action::DECIDE_REFERRAL, referral, Facts::NONE).await?;
    if it.state != State::Received {
        return Err(Refused::Conflict("this referral is no longer waiting".to_owned()));
    }
    let sealed = w
        .sealed_one::<Named>("SELECT * FROM referral_named WHERE id = $1 AND referral = $2", args![named, it.id])
        .await?;
    let named = w.open(sealed).await?;
    Ok((it, named))
}

async fn settle(w: &mut Writing, old: &Named, person: Option<PersonId>, reason: String) -> Result<(), Refused> {
    let new = Named {
        person,
        reason,
        by_user: w.acting.user_id(),
        by_shown: own_name(w).await?,
        at: Some(w.now),
        ..old.clone()
    };
    w.change(old, &new).await
}

async fn link(w: &mut Writing, it: &Referral, named: &Named, person: PersonId) -> Result<(), Refused> {
    const TWICE: &str = "SELECT id FROM referral_named WHERE referral = $1 AND role = $2 AND person = $3 AND id <> $4";
    let twice: Vec<(NamedId,)> = w.plain(TWICE, args![it.id, named.role, person, named.id]).await?;
    if !twice.is_empty() && named.role != Role::Around {
        return Err(Refused::Conflict("another child of this referral is linked to this record already".to_owned()));
    }
    if named.person == Some(person) {
        return Ok(());
    }
    settle(w, named, Some(person), String::new()).await?;
    foremost(w, it).await?;
    w.facts_changed();
    if let Some(old) = named.person {
        w.happened(ReferralUnlinked { referral: it.id, reference: it.reference, person: old }).await?;
    }
    if named.role != Role::Around {
        w.happened(ReferralLinked { referral: it.id, reference: it.reference, person, received: it.received }).await?;
    }
    relate(w, it).await
}

/// The referral is foremost about its first child with a record; what was said since goes with it.
async fn foremost(w: &mut Writing, it: &Referral) -> Result<(), Refused> {
    const FIRST: &str = "SELECT person FROM referral_named WHERE referral = $1 AND role <> 'around'
        AND person IS NOT NULL ORDER BY nth LIMIT 1";
    let first: Option<(PersonId,)> = w.plain_one(FIRST, args![it.id]).await?;
    let person = first.map(|it| it.0);
    if person == it.person {
        return Ok(());
    }
    w.change(it, &Referral { person, ..it.clone() }).await?;
    w.run("UPDATE referral_word SET person = $2 WHERE referral = $1", args![it.id, person]).await.map(|_| ())
}

/// Those around the children, each once, as the referrer said that they are.
async fn relate(w: &mut Writing, it: &Referral) -> Result<(), Refused> {
    const THEM: &str = "SELECT role, nth, person FROM referral_named WHERE referral = $1 AND person IS NOT NULL";
    const HAD: &str = "SELECT id FROM relation WHERE person = $1 AND other = $2 AND replaced_at IS NULL";
    let them: Vec<(Role, i64, PersonId)> = w.plain(THEM, args![it.id]).await?;
    let said = it.said();
    for (_, nth, other) in them.iter().filter(|it| it.0 == Role::Around) {
        let (kind, [responsibility, lives_with, risk_to_child, risk_to_staff]) =
            naming::relation(&naming::instance(&said, Role::Around, *nth));
        for (_, _, child) in them.iter().filter(|it| it.0 != Role::Around && it.2 != *other) {
            let had: Vec<(uuid::Uuid,)> = w.plain(HAD, args![*child, *other]).await?;
            if !had.is_empty() || kind.is_empty() {
                continue;
            }
            let add = person::AddRelation {
                person: *child,
                other: Some(*other),
                name: String::new(),
                birth: String::new(),
                kind: kind.clone(),
                responsibility,
                lives_with,
                risk_to_child,
                risk_to_staff,
                note: format!("As the referrer said in {}", it.reference),
                from: None,
            };
            add.carry_out(w).await?;
        }
    }
    Ok(())
}
