//! Who the referrals of a demonstration are about: the front door links each child whom one names with their record.

use door::{Acting, Key};
use front_door::referral::{LeaveUnlinked, LinkNamed, Role, named, opened};
use kernel::{Reference, Refused};
use room::House;

/// Links whom a referral names with the record of its child; gives the version of the referral after that.
///
/// # Errors
/// Whatever a command refuses.
pub(super) async fn link(house: &House, who: &Acting, referral: Reference, child: Reference) -> Result<i64, Refused> {
    let typed = referral.to_string();
    let them = {
        let r = house.door.read(who).await?;
        let it = opened(&r, &typed).await?;
        named(&r, it.id).await?
    };
    let mut first = true;
    for one in them.into_iter().filter(|it| it.role != Role::Around) {
        if std::mem::take(&mut first) {
            let link = LinkNamed { referral, named: one.id, person: child };
            house.door.act(who, Key::none(), link).await?;
        } else {
            let reason = "Too little is known to tell who it is.".to_owned();
            house.door.act(who, Key::none(), LeaveUnlinked { referral, named: one.id, reason }).await?;
        }
    }
    let r = house.door.read(who).await?;
    Ok(opened(&r, &typed).await?.version)
}
