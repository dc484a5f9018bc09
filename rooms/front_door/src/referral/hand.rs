//! Another owner, and another referral about the same child: hand-over, added information, re-referral (P1).

use door::{Command, Reading, Writing, args};
use kernel::{PersonId, Reference, Refused, UserId};
use policy::{Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Referral, ReferralHandedOver, ReferralId, ReferralJoined, ReferrerTold, State, WordKind, held, may_know_of_all,
    rules, thread,
};

/// Gives a referral to another who works at the front door.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverReferral {
    /// The referral.
    pub referral: Reference,
    /// To whom.
    pub to: UserId,
}

impl Command for HandOverReferral {
    const NAME: &'static str = "front_door.hand-over-referral";
    const WHAT: &'static str = "Gives a waiting referral to another who may decide it.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = held(w, action::HAND_OVER_REFERRAL, self.referral, Facts::NONE).await?;
        rules::still_waits(old.state)?;
        let them = takers(w, &old.addressed).await?;
        let Some((to, owner_shown)) = them.into_iter().find(|it| it.0 == self.to) else {
            return Err(Refused::wrong("to", "Choose somebody who may decide it"));
        };
        w.change(&old, &Referral { owner: Some(to), owner_shown, ..old.clone() }).await?;
        w.happened(ReferralHandedOver { referral: old.id, person: old.person }).await
    }
}

/// Who may take a referral: the front door, or for a concern about an adult the agency to which it is addressed.
///
/// # Errors
/// When the store refuses.
pub async fn takers(r: &Reading, addressed: &str) -> Result<Vec<(UserId, String)>, Refused> {
    const THEM: &str = "SELECT a.id, a.shown_as FROM account a WHERE a.state = 'active' AND EXISTS
        (SELECT 1 FROM seat s WHERE s.holder = a.id AND s.confirmed_by IS NOT NULL AND s.holds_from <= $1
         AND (s.holds_to IS NULL OR s.holds_to >= $1) AND (($2 = '' AND s.role IN ('screener', 'front-door-manager'))
         OR ($2 <> '' AND s.agency = $2 AND s.role IN ('adult-lead', 'adult-social-worker'))))
        ORDER BY a.shown_as, a.id";
    r.plain(THEM, args![r.now.day(), addressed.to_owned()]).await
}

/// Adds a contact to the open referral about the same child.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinReferral {
    /// The later contact.
    pub referral: Reference,
    /// The open referral.
    pub to: Reference,
}

impl Command for JoinReferral {
    const NAME: &'static str = "front_door.join-referral";
    const WHAT: &'static str = "Adds a contact to the open referral about the same child, as added information.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = held(w, action::DECIDE_REFERRAL, self.referral, Facts::NONE).await?;
        let to = held(w, action::DECIDE_REFERRAL, self.to, Facts::NONE).await?;
        let shared = shared(w, &old).await?.into_iter().any(|it| it.0 == to.id);
        rules::may_join(old.state, to.state, old.received >= to.received && old.id != to.id, shared)?;
        let new = Referral {
            state: State::Added,
            joined: Some(to.id),
            outcome_words: format!(
                "Thank you. We were working on a referral about the same child already, and what you told us is now \
                 part of it ({}).",
                to.reference
            ),
            decided: Some(w.now),
            decided_by: w.acting.user_id(),
            decided_by_shown: super::own_name(w).await?,
            ..old.clone()
        };
        w.change(&old, &new).await?;
        let words = format!("{} says: {}", old.reference, what(&old));
        thread::keep(w, &to, WordKind::Joined, words, Some(old.id)).await?;
        if old.urgent && !to.urgent {
            w.change(&to, &Referral { urgent: true, ..to.clone() }).await?;
        }
        w.happened(ReferralJoined { referral: old.id, person: old.person }).await?;
        w.happened(ReferrerTold { referral: old.id, person: old.person }).await
    }
}

/// The worry in the referrer's words.
fn what(it: &Referral) -> String {
    it.said().words("concern", "what").unwrap_or("see what was sent").to_owned()
}

/// Other referrals about children of this one, with how many of them they share.
///
/// # Errors
/// When the store refuses.
pub async fn shared(r: &Reading, it: &Referral) -> Result<Vec<(ReferralId, i64)>, Refused> {
    const THEM: &str = "SELECT n.referral, COUNT(DISTINCT p.root) FROM referral_named m
        JOIN person q ON q.id = m.person JOIN person p ON p.root = q.root JOIN referral_named n ON n.person = p.id
        WHERE m.referral = $1 AND m.role <> 'around' AND n.role <> 'around' AND n.referral <> $1 GROUP BY n.referral";
    r.plain(THEM, args![it.id]).await
}

/// Other referrals about children of this one, the latest first; those that the reader may see.
///
/// # Errors
/// When the store refuses.
pub async fn others(r: &Reading, it: &Referral) -> Result<Vec<Referral>, Refused> {
    const THEM: &str =
        "SELECT t.* FROM referral t WHERE t.id <> $1 AND t.id IN (SELECT n.referral FROM referral_named m
        JOIN person q ON q.id = m.person JOIN person p ON p.root = q.root JOIN referral_named n ON n.person = p.id
        WHERE m.referral = $1 AND m.role <> 'around' AND n.role <> 'around') ORDER BY t.received DESC, t.id";
    let all = r.open_all(r.sealed::<Referral>(THEM, args![it.id]).await?).await?;
    let mut whole = Vec::with_capacity(all.len());
    for it in all {
        if may_know_of_all(r, &it).await? {
            whole.push(it);
        }
    }
    Ok(whole)
}

/// The children of a referral who have a record, in order.
///
/// # Errors
/// When the store refuses.
pub async fn children(r: &Reading, it: ReferralId) -> Result<Vec<PersonId>, Refused> {
    const THEM: &str = "SELECT person FROM referral_named WHERE referral = $1 AND role <> 'around' AND person IS NOT NULL ORDER BY nth";
    Ok(r.plain::<(PersonId,)>(THEM, args![it]).await?.into_iter().map(|it| it.0).collect())
}
