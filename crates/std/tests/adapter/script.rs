//! A transport whose other end says what is written down beforehand.

use std::{
    collections::VecDeque,
    io::{self, Read, Write},
};

/// A peer that says each of these when it is listened to, whatever it is told.
pub(crate) struct Script {
    says: VecDeque<Vec<u8>>,
    told: Vec<u8>,
}

impl Script {
    pub(crate) fn new(says: &[&str]) -> Self {
        Self { says: says.iter().map(|say| say.as_bytes().to_vec()).collect(), told: Vec::new() }
    }

    pub(crate) fn told(&self) -> String {
        String::from_utf8(self.told.clone()).unwrap()
    }
}

impl Read for Script {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(say) = self.says.front_mut() else { return Ok(0) };
        let len = say.len().min(buffer.len());
        buffer[..len].copy_from_slice(&say[..len]);
        say.drain(..len);
        if say.is_empty() {
            self.says.pop_front();
        }
        Ok(len)
    }
}

impl Write for Script {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.told.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
