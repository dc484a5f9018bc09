//! Passwords, second factors, tokens, throttling.
