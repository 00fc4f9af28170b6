//! Who computes: the provider of cryptography, chosen by `--provider`.

#[cfg(feature = "aws-lc")]
mod aws_lc;

use clap::ValueEnum;
use countersign::{crypto::Provider, pki_types::SignatureVerificationAlgorithm};
use countersign_std::ReadKey;

use crate::failure::Failure;

/// The providers by name. All are known to every build, so that who asks for one that is not
/// built in is told how to get it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProviderName {
    /// Pure Rust
    #[default]
    Rustcrypto,
    /// AWS-LC, in C and assembly: faster; for builds with the feature aws-lc. What it does not
    /// compute comes from the other
    AwsLc,
}

/// A provider with what else it computes.
#[derive(Clone, Copy)]
pub(crate) struct Cryptography {
    /// For the handshake and the records.
    pub(crate) provider: Provider,
    /// For the signatures in certificates.
    pub(crate) algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    /// For our own signatures.
    pub(crate) read_key: ReadKey,
}

const RUSTCRYPTO: Cryptography = Cryptography {
    provider: countersign_rustcrypto::provider(),
    algorithms: countersign_rustcrypto::ALL_SIGNATURE_ALGORITHMS,
    read_key: countersign_rustcrypto::signing_key,
};

#[cfg(feature = "aws-lc")]
const AWS_LC: Option<fn() -> Cryptography> = Some(aws_lc::cryptography);
#[cfg(not(feature = "aws-lc"))]
const AWS_LC: Option<fn() -> Cryptography> = None;

impl ProviderName {
    /// As it is written on the command line, and in the head of a tape.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rustcrypto => "rustcrypto",
            Self::AwsLc => "aws-lc",
        }
    }

    /// The provider of this name, where it is built in.
    pub(crate) fn cryptography(self) -> Result<Cryptography, Failure> {
        match self {
            Self::Rustcrypto => Ok(RUSTCRYPTO),
            Self::AwsLc => AWS_LC.map(|cryptography| cryptography()).ok_or_else(|| {
                Failure::usage(
                    "the provider aws-lc is not built into this program",
                    "build it with cargo's --features aws-lc, or leave --provider out",
                )
            }),
        }
    }
}
