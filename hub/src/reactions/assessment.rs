//! Who hears of an assessment, and what of it is over (F2).

use assessment::assessment::*;
use assessment::episode::{EpisodeClosed, EpisodeOpened};
use door::{Reactions, Writing};
use kernel::Refused;
use message::{Link, Said, Template};

const WAITS: Template = Template::of("notice-assessment");
const RETURNED: Template = Template::of("notice-assessment-returned");
const AUTHORISED: Template = Template::of("notice-assessment-authorised");
/// The kind of agency at which team managers sit.
const COUNCIL: &str = "council-children";

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .on::<AssessmentSubmitted>(submitted)
        .on::<AssessmentReturned>(returned)
        .on::<AssessmentAuthorised>(authorised)
        .nothing_follows::<AssessmentWithdrawn>("only what waits with its worker is withdrawn; the chronology shows it")
        .nothing_follows::<LevelSet>("it starts CK-22, CK-27 and CK-28 by configuration")
        .nothing_follows::<EpisodeOpened>("it starts CK-23 by configuration; the chronology shows it")
        .nothing_follows::<EpisodeClosed>("it ends clocks by configuration; the chronology shows it")
}

const fn said(template: Template, reference: kernel::Reference) -> Said {
    Said { template, reference, link: Link::Of("/assessments", reference) }
}

/// Team managers hear that an assessment waits for one of them; its worker is no longer asked for it.
async fn submitted(w: &mut Writing, it: &AssessmentSubmitted) -> Result<(), Refused> {
    message::over(w, RETURNED, it.assessment.0).await?;
    let seats = ("team-manager", Some(COUNCIL), None);
    message::tell_seats(w, seats, said(WAITS, it.reference), ("assessment", it.assessment.0)).await.map(drop)
}

/// Its worker hears that it came back.
async fn returned(w: &mut Writing, it: &AssessmentReturned) -> Result<(), Refused> {
    message::over(w, WAITS, it.assessment.0).await?;
    message::tell(w, it.worker, said(RETURNED, it.reference), ("assessment", it.assessment.0)).await
}

/// Its worker hears that it was authorised.
async fn authorised(w: &mut Writing, it: &AssessmentAuthorised) -> Result<(), Refused> {
    message::over(w, WAITS, it.assessment.0).await?;
    message::tell(w, it.worker, said(AUTHORISED, it.reference), ("assessment", it.assessment.0)).await
}
