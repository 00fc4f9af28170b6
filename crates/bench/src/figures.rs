//! Everything that was measured, as it is written to JSON, and how it is gathered in rounds.
//! Times are seconds, one for each round.

use countersign::pki_types::PrivateKeyDer;

use crate::{
    certificates::{Chain, Kind},
    clock::{Pace, Series},
    measure::{
        bulk::Rates,
        handshake::Spent,
        memory::Memory,
        primitive::{Bare, PublicKey, bare_aeads, measure_bare, measure_operations, operations},
    },
    stack::{Group, Judge, Setup, Stacks, handshake_stacks, null_stacks},
};

/// All of it.
#[derive(serde::Serialize)]
pub(crate) struct Figures {
    pub(crate) pace: Pace,
    /// The load of the machine over the last minute, before and after; empty where unknown.
    pub(crate) load: [String; 2],
    pub(crate) handshakes: Vec<Handshake>,
    pub(crate) bulk: Vec<Bulk>,
    pub(crate) machines: Vec<Machine>,
}

/// The time of handshakes.
#[derive(serde::Serialize)]
pub(crate) struct Times {
    pub(crate) client: Series,
    pub(crate) server: Series,
    pub(crate) both: Series,
}

impl Times {
    fn of(rounds: &[Spent]) -> Self {
        Self {
            client: Series::of(rounds, |spent| spent.client),
            server: Series::of(rounds, |spent| spent.server),
            both: Series::of(rounds, |spent| spent.both),
        }
    }
}

/// One stack in one case.
#[derive(serde::Serialize)]
pub(crate) struct Handshake {
    pub(crate) certificate: Kind,
    pub(crate) group: Group,
    pub(crate) stack: &'static str,
    pub(crate) times: Times,
    /// The sum of its public-key operations, where the provider's can be called alone.
    pub(crate) operations: Option<Series>,
    pub(crate) client: Memory,
    pub(crate) server: Memory,
}

/// Records of 16 KiB of AES-128-GCM.
#[derive(serde::Serialize)]
pub(crate) struct Bulk {
    pub(crate) stack: &'static str,
    /// See [`Rates`].
    pub(crate) send: Series,
    pub(crate) receive: Series,
    /// Nothing but zeros where it cannot be told.
    pub(crate) open: Series,
    /// See [`Bare`].
    pub(crate) bare_seal: Series,
    pub(crate) bare_open: Series,
}

/// A machine with a provider that computes nothing.
#[derive(serde::Serialize)]
pub(crate) struct Machine {
    pub(crate) stack: &'static str,
    pub(crate) judge: &'static str,
    pub(crate) times: Times,
    pub(crate) client: Memory,
    pub(crate) server: Memory,
}

/// The cases: every kind of certificate with every group.
const CASES: [(Kind, Group); 4] = [
    (Kind::EcdsaP256, Group::P256),
    (Kind::EcdsaP256, Group::X25519),
    (Kind::Rsa2048, Group::P256),
    (Kind::Rsa2048, Group::X25519),
];

/// Measures everything.
pub(crate) fn gather(pace: Pace) -> Setup<Figures> {
    let before = load();
    let (ecdsa, rsa) = (Chain::new(Kind::EcdsaP256)?, Chain::new(Kind::Rsa2048)?);
    let machines = machines(&ecdsa, pace)?;
    let mut handshakes = Vec::new();
    for (kind, group) in CASES {
        let chain = if kind == Kind::EcdsaP256 { &ecdsa } else { &rsa };
        handshakes.extend(case(chain, group, pace)?);
    }
    let bulk = bulk(&ecdsa, pace)?;
    Ok(Figures { pace, load: [before, load()], handshakes, bulk, machines })
}

/// Every entry of `list` once in each round; the results of each entry together.
fn rounds<T, R>(pace: Pace, list: &mut [T], mut measure: impl FnMut(&mut T) -> R) -> Vec<Vec<R>> {
    let mut results: Vec<Vec<R>> = list.iter().map(|_| Vec::new()).collect();
    for _ in 0..pace.rounds {
        for (entry, results) in list.iter_mut().zip(&mut results) {
            results.push(measure(entry));
        }
    }
    results
}

fn case(chain: &Chain, group: Group, pace: Pace) -> Setup<Vec<Handshake>> {
    let stacks = handshake_stacks(chain, group)?;
    let mut operations = operations(chain, group)?;
    let mut both: Vec<_> = stacks
        .into_iter()
        .map(|(name, stack)| {
            let own = operations.iter().position(|(of, _)| *of == name);
            (name, stack, own.map(|at| operations.swap_remove(at).1))
        })
        .collect();
    let rounds = rounds(pace, &mut both, |(_, stack, operations)| {
        let alone = operations.as_ref().map(|each| measure_operations(each, pace));
        (stack.handshake(pace), alone.map(PublicKey::sum))
    });
    let mut handshakes = Vec::new();
    for ((stack, measured, operations), rounds) in both.iter().zip(&rounds) {
        let [client, server] = measured.memory();
        let spent: Vec<_> = rounds.iter().map(|(spent, _)| *spent).collect();
        handshakes.push(Handshake {
            certificate: chain.kind,
            group,
            stack,
            times: Times::of(&spent),
            operations: operations
                .as_ref()
                .map(|_| Series::of(rounds, |(_, sum)| sum.unwrap_or_default())),
            client,
            server,
        });
    }
    Ok(handshakes)
}

fn bulk(chain: &Chain, pace: Pace) -> Setup<Vec<Bulk>> {
    let stacks = handshake_stacks(chain, Group::P256)?;
    let mut both: Vec<_> = stacks.into_iter().zip(bare_aeads()?).collect();
    let rounds = rounds(pace, &mut both, |((_, stack), (_, aead))| {
        (stack.bulk(pace), measure_bare(&mut **aead, pace))
    });
    let bulk = |(stack, rounds): (&'static str, &Vec<(Rates, Bare)>)| Bulk {
        stack,
        send: Series::of(rounds, |(rates, _)| rates.send),
        receive: Series::of(rounds, |(rates, _)| rates.receive),
        open: Series::of(rounds, |(rates, _)| rates.open),
        bare_seal: Series::of(rounds, |(_, bare)| bare.seal),
        bare_open: Series::of(rounds, |(_, bare)| bare.open),
    };
    Ok(both.iter().map(|((stack, _), _)| *stack).zip(&rounds).map(bulk).collect())
}

fn null_machines(chain: &Chain, judge: Judge) -> Setup<Stacks> {
    let key = PrivateKeyDer::Pkcs8(chain.key.as_slice().into());
    let key = countersign_rustcrypto::signing_key(&key)?;
    null_stacks(chain, key.public_key(), judge)
}

/// Handshakes of one stack that computes nothing, certificates accepted without a look.
pub(crate) fn profile(stack: &str, count: u32) -> Setup<()> {
    let stacks = null_machines(&Chain::new(Kind::EcdsaP256)?, Judge::Nobody)?;
    let Some((_, measured)) = stacks.iter().find(|(name, _)| *name == stack) else {
        let names: Vec<_> = stacks.iter().map(|(name, _)| *name).collect();
        return Err(format!("{stack} is not known; there are: {}", names.join(", ")).into());
    };
    measured.repeat(count);
    Ok(())
}

fn machines(chain: &Chain, pace: Pace) -> Setup<Vec<Machine>> {
    let mut machines = Vec::new();
    for (judge, name) in [(Judge::Webpki, "webpki"), (Judge::Nobody, "nobody")] {
        let mut stacks = null_machines(chain, judge)?;
        let rounds = rounds(pace, &mut stacks, |(_, stack)| stack.handshake(pace));
        machines.extend(stacks.iter().zip(&rounds).map(|((stack, measured), rounds)| {
            let [client, server] = measured.memory();
            Machine { stack, judge: name, times: Times::of(rounds), client, server }
        }));
    }
    Ok(machines)
}

/// What Linux says; empty elsewhere.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or_default().to_owned()
}
