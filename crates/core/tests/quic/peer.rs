//! A peer that we did not write: the `quic` module of rustls, in both roles.
