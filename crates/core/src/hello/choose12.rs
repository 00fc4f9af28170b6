//! The server's choice before TLS 1.3 among what the client offers: suite, group, credential and
//! scheme together (RFC 5246 §7.4.1.3).

use super::certificate_types;
use crate::{
    config::{Credential, ServerConfig},
    crypto::{CipherSuite, KeyExchange, NamedGroup, SignatureScheme, SuiteFacts},
    fault::{Fault, FaultKind, list},
    wire::{ClientHello, ProtocolVersion, U16List},
};

/// What was chosen.
pub(super) struct Choice {
    pub(super) suite: &'static SuiteFacts,
    /// For ephemeral key exchange.
    pub(super) group: Option<NamedGroup>,
    /// Unless a pre-shared key is the proof.
    pub(super) credential: Option<Credential>,
    /// Where the key exchange is signed.
    pub(super) scheme: Option<SignatureScheme>,
}

/// The first of our suites that the client has too, and that both sides have a group, a
/// credential and a scheme for.
pub(super) fn choose(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
    version: ProtocolVersion,
) -> Result<Choice, Fault> {
    let chooser = Chooser {
        hello,
        config,
        version,
        groups: hello.groups()?,
        schemes: hello.schemes()?,
        kinds: certificate_types::taken(hello)?,
    };
    let mut told: Option<Fault> = None;
    for suite in chooser.common_suites() {
        match chooser.serve(suite) {
            Ok(choice) => return Ok(choice),
            // What keeps a suite from being served that a credential is for tells more than that
            // there is none for another.
            Err(fault) if fault.kind != FaultKind::NoCommonSuite => {
                let vague = |told: &Fault| told.kind == FaultKind::NoCommonSuite;
                if told.as_ref().is_none_or(vague) {
                    told = Some(fault);
                }
            }
            Err(fault) => {
                told.get_or_insert(fault);
            }
        }
    }
    Err(told.unwrap_or_else(|| {
        let offered = list(hello.cipher_suites.iter().map(CipherSuite));
        Fault::new(FaultKind::NoCommonSuite)
            .came(alloc::format!("offered {offered} for {version}"))
            .expected(list(&config.policy().suites))
    }))
}

/// Both sides' lists.
struct Chooser<'a> {
    hello: &'a ClientHello<'a>,
    config: &'a ServerConfig,
    version: ProtocolVersion,
    groups: Option<U16List<'a>>,
    schemes: Option<U16List<'a>>,
    /// The kinds of certificate that the client takes.
    kinds: certificate_types::OfferedKinds<'a>,
}

impl Chooser<'_> {
    /// The suites of both sides, in our order.
    fn common_suites(&self) -> impl Iterator<Item = &'static SuiteFacts> {
        let usable = |facts: &&SuiteFacts| {
            facts.is_for(self.version) && self.hello.cipher_suites.contains(facts.suite.0)
        };
        self.config.suites().iter().copied().filter(usable)
    }

    fn serve(&self, suite: &'static SuiteFacts) -> Result<Choice, Fault> {
        let group = match suite.key_exchange {
            KeyExchange::Ecdhe | KeyExchange::EcdhePsk => Some(self.curve()?),
            KeyExchange::Dhe => Some(self.field()?),
            KeyExchange::Rsa | KeyExchange::Psk | KeyExchange::Any => None,
        };
        let none = Choice { suite, group, credential: None, scheme: None };
        if suite.key_exchange.is_signed() {
            let (credential, scheme) = self.proof(suite)?;
            return Ok(Choice { credential: Some(credential), scheme: Some(scheme), ..none });
        }
        if suite.key_exchange.has_certificate() {
            return Ok(Choice { credential: Some(self.decrypting(suite)?), ..none });
        }
        Ok(none)
    }

    /// RFC 8422 §4: a client that names no groups leaves the choice to us. It is an old one, and
    /// likely to know P-256 alone.
    fn curve(&self) -> Result<NamedGroup, Fault> {
        let mut curves = self.config.policy().groups.iter().filter(|group| group.is_curve());
        let chosen = match self.groups {
            None => curves
                .clone()
                .find(|group| **group == NamedGroup::SECP256R1)
                .or_else(|| curves.next()),
            Some(theirs) => curves.find(|group| theirs.contains(group.0)),
        };
        chosen.copied().ok_or_else(|| self.no_group())
    }

    /// RFC 7919 §4: a client that names fields gets one of those, or no such suite; to one that
    /// names none, an older one, ours is sent.
    fn field(&self) -> Result<NamedGroup, Fault> {
        let mut fields = self.config.policy().groups.iter().filter(|group| group.is_finite_field());
        let theirs = self
            .groups
            .filter(|groups| groups.iter().any(|number| NamedGroup(number).is_finite_field()));
        let chosen = match theirs {
            None => fields.next(),
            Some(theirs) => fields.find(|group| theirs.contains(group.0)),
        };
        chosen.copied().ok_or_else(|| self.no_group())
    }

    fn no_group(&self) -> Fault {
        let theirs = self.groups.into_iter().flat_map(U16List::iter).map(NamedGroup);
        Fault::new(FaultKind::NoCommonGroup)
            .came(alloc::format!("offered {}", list(theirs)))
            .expected(list(&self.config.policy().groups))
    }

    /// The first credential that can sign with a scheme that the client accepts; our order of
    /// schemes decides.
    fn proof(&self, suite: &SuiteFacts) -> Result<(Credential, SignatureScheme), Fault> {
        for credential in self.credentials() {
            let usable = |scheme: &SignatureScheme| {
                credential.schemes().contains(scheme) && self.accepts(suite, *scheme)
            };
            let scheme = if self.version < ProtocolVersion::TLS12 {
                suite.authentication.map(SignatureScheme::before_tls12).filter(usable)
            } else {
                self.config.policy().schemes.iter().copied().find(usable)
            };
            if let Some(scheme) = scheme {
                return Ok((credential.clone(), scheme));
            }
        }
        Err(self.no_proof(suite))
    }

    /// RFC 5246 §7.4.1.4.1: a client that names no schemes means those with SHA-1, which are
    /// never used in TLS 1.2 here. RFC 8422 §5.1: the groups that a client names cover the
    /// certificate's curve too.
    fn accepts(&self, suite: &SuiteFacts, scheme: SignatureScheme) -> bool {
        let before = self.version < ProtocolVersion::TLS12;
        scheme.authentication() == suite.authentication
            && (before || self.schemes.is_some_and(|schemes| schemes.contains(scheme.0)))
            && scheme
                .curve()
                .is_none_or(|curve| self.groups.is_none_or(|groups| groups.contains(curve.0)))
    }

    /// Those of a kind that the client takes.
    fn credentials(&self) -> impl Iterator<Item = &Credential> {
        let own = self.config.credentials().iter();
        own.filter(|credential| self.kinds.contains(credential.certificate_type()))
    }

    fn decrypting(&self, suite: &SuiteFacts) -> Result<Credential, Fault> {
        self.credentials()
            .find(|credential| credential.fits(suite, &[]))
            .cloned()
            .ok_or_else(|| self.no_credential(suite))
    }

    fn no_credential(&self, suite: &SuiteFacts) -> Fault {
        let mut own = self.config.credentials().iter();
        if own.any(|it| it.fits(suite, it.schemes())) {
            return self.kinds.no_common().expected(list(
                self.config.credentials().iter().map(Credential::certificate_type),
            ));
        }
        let ours = list(self.config.credentials().iter().flat_map(Credential::schemes));
        Fault::new(FaultKind::NoCommonSuite)
            .came(alloc::format!("in common {}", list(self.common_suites().map(|row| row.name))))
            .expected(alloc::format!("a credential for {}; there are such with {ours}", suite.name))
    }

    fn no_proof(&self, suite: &SuiteFacts) -> Fault {
        let ours = list(self.credentials().flat_map(Credential::schemes));
        let serves = |kind| self.credentials().any(|credential| credential.serves(kind));
        if suite.authentication.is_some_and(serves) {
            let theirs = self.schemes.into_iter().flat_map(U16List::iter).map(SignatureScheme);
            Fault::new(FaultKind::NoCommonScheme)
                .came(alloc::format!("offered {}", list(theirs)))
                .expected(alloc::format!("{ours}; for an ECDSA key its curve among the groups too"))
        } else {
            self.no_credential(suite)
        }
    }
}
