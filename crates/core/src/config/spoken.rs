//! The versions that the machine speaks, and the cargo features that build them in.

use super::ConfigError;
use crate::wire::ProtocolVersion;

/// A version that the machine speaks, where it is built in.
pub(super) struct Spoken {
    pub(super) version: ProtocolVersion,
    /// The cargo feature that brings it.
    feature: &'static str,
    built_in: bool,
}

const fn spoken(version: ProtocolVersion, feature: &'static str, built_in: bool) -> Spoken {
    Spoken { version, feature, built_in }
}

/// Preferred first.
pub(super) const SPOKEN: &[Spoken] = &[
    spoken(ProtocolVersion::TLS13, "tls13", cfg!(feature = "tls13")),
    spoken(ProtocolVersion::TLS12, "tls12", cfg!(feature = "tls12")),
    spoken(ProtocolVersion::TLS11, "legacy", cfg!(feature = "legacy")),
    spoken(ProtocolVersion::TLS10, "legacy", cfg!(feature = "legacy")),
];

/// The versions that nobody has withdrawn (RFC 8996), as far as they are built in.
pub(super) fn modern() -> impl Iterator<Item = ProtocolVersion> {
    let modern = |row: &&Spoken| row.built_in && row.version >= ProtocolVersion::TLS12;
    SPOKEN.iter().filter(modern).map(|row| row.version)
}

/// None of the versions is one that the table knows and the build leaves out.
pub(super) fn all_built_in(
    table: &[Spoken],
    versions: &[ProtocolVersion],
) -> Result<(), ConfigError> {
    match table.iter().find(|row| !row.built_in && versions.contains(&row.version)) {
        Some(&Spoken { version, feature, .. }) => {
            Err(ConfigError::VersionNotBuiltIn { version, feature })
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_version_that_is_left_out_is_refused_with_its_feature() {
        let table = [
            spoken(ProtocolVersion::TLS13, "tls13", false),
            spoken(ProtocolVersion::TLS12, "tls12", true),
        ];
        let both = [ProtocolVersion::TLS13, ProtocolVersion::TLS12];
        let refused = all_built_in(&table, &both).unwrap_err();
        let text = "the policy names TLS 1.3, which is not built in: enable the feature tls13 of \
                    countersign, or leave the version out (Policy::with_versions)";
        assert_eq!(refused.to_string(), text);
        assert_eq!(all_built_in(&table, &both[1..]), Ok(()));
    }
}
