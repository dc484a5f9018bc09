//! What follows at the front door.

use door::Reactions;
use front_door::referral::{InformationImported, ReferralDecided, ReferralReceived, ReferralWithdrawn, ReferrerTold};

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .nothing_follows::<ReferralReceived>("clocks CK-01 to CK-03 are configuration")
        .nothing_follows::<ReferralDecided>("clocks are configuration; the daily meeting lists concerns itself")
        .nothing_follows::<ReferrerTold>("it stops CK-01 and CK-03 by configuration")
        .nothing_follows::<ReferralWithdrawn>("it voids CK-01 to CK-03 by configuration")
        .nothing_follows::<InformationImported>("imported history raises no task")
}
