//! What follows at the front door.

use super::referrals;
use door::Reactions;
use front_door::advice::AdviceLogged;
use front_door::referral::*;

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .on::<ReferralReceived>(referrals::received)
        .on::<ReferralDecided>(referrals::decided)
        .on::<ReferrerTold>(referrals::told)
        .on::<ReferralWithdrawn>(referrals::withdrawn)
        .on::<ReferralLinked>(referrals::linked)
        .on::<ReferralUnlinked>(referrals::unlinked)
        .on::<ReferralJoined>(referrals::joined)
        .nothing_follows::<ReferralHandedOver>("the queue shows the new owner")
        .nothing_follows::<ReferralChased>("it stops CK-03 by configuration; the referral shows it")
        .on::<InformationAdded>(referrals::added)
        .on::<ReferrerAsked>(referrals::asked)
        .on::<ReferrerAnswered>(referrals::answered)
        .nothing_follows::<ConcernHeard>("the list for the daily meeting no longer shows it")
        .nothing_follows::<AdviceLogged>("the log shows it")
        .nothing_follows::<ProtectionRecorded>("it stops CK-02 by configuration")
}
