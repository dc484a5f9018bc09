//! What follows at the front door.

use super::referrals;
use door::Reactions;
use front_door::referral::{ReferralDecided, ReferralReceived, ReferralWithdrawn, ReferrerTold};

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .on::<ReferralReceived>(referrals::received)
        .on::<ReferralDecided>(referrals::decided)
        .on::<ReferrerTold>(referrals::told)
        .on::<ReferralWithdrawn>(referrals::withdrawn)
}
