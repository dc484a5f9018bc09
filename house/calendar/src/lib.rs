//! Working days, bank holidays, London time, periods; pure.
