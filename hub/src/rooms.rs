//! The list of rooms, one line each.

use room::Room;

/// Every room of this hub.
pub const ROOMS: &[&Room] = &[
    &administration::ROOM,
    &assessment::ROOM,
    &duties::ROOM,
    &exchange::ROOM,
    &front_door::ROOM,
    &people::ROOM,
    &trust::ROOM,
];
