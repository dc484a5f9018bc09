//! What follows when the glass is broken.

use ::trust::glass::{GlassAsked, GlassBroken, GlassReviewed};
use door::{Reactions, Writing, args};
use kernel::{Refused, UserId};
use message::{Link, Said, Template, To, mail, tell, tell_seats};

const BROKEN: Template = Template::of("mail-glass");
const ASKED: Template = Template::of("mail-glass-second");
const REVIEWED: Template = Template::of("mail-glass-reviewed");

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .on::<GlassBroken>(tell_governance)
        .on::<GlassAsked>(tell_managers)
        .on::<GlassReviewed>(tell_whoever_broke_it)
}

const GOVERNANCE: &str = "SELECT DISTINCT a.id FROM account a JOIN seat s ON s.holder = a.id
    WHERE s.role = 'governance' AND a.state = 'active' AND s.confirmed_by IS NOT NULL AND s.holds_from <= $1
    AND (s.holds_to IS NULL OR s.holds_to >= $1)";

/// Information governance is told at once (access.md §3). CK-91 itself is configuration.
async fn tell_governance(w: &mut Writing, it: &GlassBroken) -> Result<(), Refused> {
    let said = Said { template: BROKEN, reference: it.reference, link: Link::Page("/glass/review") };
    tell_seats(w, ("governance", None, None), said, ("glass", it.glass.0)).await?;
    let seated: Vec<(UserId,)> = w.plain(GOVERNANCE, args![w.now.day()]).await?;
    for (who,) in seated {
        mail(w, To::Account(who), said, ("glass", it.glass.0)).await?;
    }
    Ok(())
}

/// Managers who could say yes are told that somebody waits; the page asks whether they are of another line.
async fn tell_managers(w: &mut Writing, it: &GlassAsked) -> Result<(), Refused> {
    let said = Said { template: ASKED, reference: it.reference, link: Link::Page("/glass/second") };
    for role in ["front-door-manager", "team-manager", "hub-manager", "adult-lead"] {
        tell_seats(w, (role, None, None), said, ("glass", it.glass.0)).await?;
    }
    Ok(())
}

/// Whoever broke the glass reads what the review found, and may break it again.
async fn tell_whoever_broke_it(w: &mut Writing, it: &GlassReviewed) -> Result<(), Refused> {
    let said = Said { template: REVIEWED, reference: it.reference, link: Link::Page("/glass") };
    tell(w, it.by, said, ("glass", it.glass.0)).await
}
