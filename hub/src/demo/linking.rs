//! Who the referrals of a demonstration are about: found on record where somebody looks the same, else made.

use door::{Acting, Key, Via};
use front_door::referral::{CreateNamed, HearConcern, LeaveUnlinked, LinkNamed, Role, named, opened};
use kernel::{Reference, Refused, UserId};
use room::House;

use super::Hands;

/// Links everybody whom a referral names; gives the version of the referral after that.
///
/// # Errors
/// Whatever a command refuses.
pub(super) async fn link(house: &House, hands: &Hands, who: &Acting, referral: Reference) -> Result<i64, Refused> {
    let typed = referral.to_string();
    let them = {
        let r = house.door.read(who).await?;
        let it = opened(&r, &typed).await?;
        named(&r, it.id).await?
    };
    for one in them.into_iter().filter(|it| it.role != Role::Around) {
        let found = found(house, who, &one.name).await?;
        let done = match found.filter(|_| hands.below(3) > 0) {
            Some(person) => {
                let link = LinkNamed { referral, named: one.id, person };
                house.door.act(who, Key::none(), link).await
            }
            None => {
                let make = CreateNamed { referral, named: one.id, none_of_these: true };
                house.door.act(who, Key::none(), make).await.map(|_| ())
            }
        };
        match done {
            Err(Refused::Wrong(_) | Refused::Conflict(_)) => {
                let reason = "Too little is known to tell who it is.".to_owned();
                house.door.act(who, Key::none(), LeaveUnlinked { referral, named: one.id, reason }).await?;
            }
            other => other?,
        }
    }
    let r = house.door.read(who).await?;
    Ok(opened(&r, &typed).await?.version)
}

/// Somebody of exactly this name, if there is one.
async fn found(house: &House, who: &Acting, name: &str) -> Result<Option<Reference>, Refused> {
    let r = house.door.read(who).await?;
    let asked = person::Asked { line: name.to_owned(), ..person::Asked::default() };
    let all = person::search(&r, &asked).await?;
    Ok(all.into_iter().find_map(|it| match it {
        person::Found::Open { person, .. } if person.name() == name => Some(person.reference),
        person::Found::Open { .. } | person::Found::Pointer(_) => None,
    }))
}

/// The daily meeting of the next day heard the concern, where there was one.
///
/// # Errors
/// Whatever the command refuses besides that nothing waits.
pub(super) async fn heard(house: &House, hands: &Hands, chair: UserId, referral: Reference) -> Result<(), Refused> {
    hands.set(house.door.now().plus_hours(20));
    let chair = house.door.user(chair, Via::Page).await?;
    match house.door.act(&chair, Key::none(), HearConcern { referral }).await {
        Err(Refused::Conflict(_)) => Ok(()),
        other => other,
    }
}
