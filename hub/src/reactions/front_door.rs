//! What follows at the front door.

use super::referrals;
use door::Reactions;
use front_door::referral::*;

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .on::<ReferralReceived>(referrals::received)
        .on::<ReferralDecided>(referrals::decided)
        .on::<ReferrerTold>(referrals::told)
        .on::<ReferralWithdrawn>(referrals::withdrawn)
        .nothing_follows::<ReferralLinked>("the chronology shows it")
        .nothing_follows::<ReferralUnlinked>("the chronology shows it")
        .nothing_follows::<ReferralJoined>("it voids CK-01 by configuration; the open referral shows what was added")
        .nothing_follows::<ReferralHandedOver>("the queue shows the new owner")
        .nothing_follows::<ReferralChased>("it stops CK-03 by configuration; the referral shows it")
        .nothing_follows::<InformationAdded>("the referral shows it")
        .nothing_follows::<ReferrerAsked>("the referrer finds the question on their referrals")
        .nothing_follows::<ReferrerAnswered>("the referral shows it")
        .nothing_follows::<ProtectionRecorded>("it stops CK-02 by configuration")
}
