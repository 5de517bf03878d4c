//! One SMTP connection (RFC 5321), with the commands needed to send mail, without TLS and authentication.

use std::io;
use std::ops::ControlFlow;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::time::timeout;

use crate::state::Simulator;

use super::Mode;
use super::message::Mail;

/// Maximum length of a message, in bytes.
const MAX_MESSAGE: usize = 5 * 1024 * 1024;
/// Maximum length of a line read at once, in bytes.
const MAX_LINE: u64 = 64 * 1024;
const MAX_RECIPIENTS: usize = 100;
/// Time allowed for the client to send its next line.
const READ_TIMEOUT: Duration = Duration::from_secs(300);

pub struct Session<'a> {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    simulator: &'a Simulator,
    sender: Option<String>,
    recipients: Vec<String>,
}

/// `Break` closes the connection.
type Flow = io::Result<ControlFlow<()>>;

impl<'a> Session<'a> {
    pub fn new(stream: TcpStream, simulator: &'a Simulator) -> Self {
        let (reader, writer) = stream.into_split();
        Self { reader: BufReader::new(reader), writer, simulator, sender: None, recipients: Vec::new() }
    }

    pub async fn run(mut self) -> io::Result<()> {
        self.send("220 simulateur.invalid ESMTP").await?;
        while let Some(line) = self.read_line().await? {
            // Also closes connections that were open before the mode was set.
            if self.mode() == Mode::Refuse {
                self.send("421 4.3.2 simulateur.invalid s'arrete").await?;
                return Ok(());
            }
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if self.handle_command(&line).await?.is_break() {
                break;
            }
        }
        Ok(())
    }

    async fn handle_command(&mut self, line: &str) -> Flow {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                self.reset_transaction();
                let size = format!(
                    "250-simulateur.invalid\r\n250-SIZE {MAX_MESSAGE}\r\n250-8BITMIME\r\n250 SMTPUTF8"
                );
                self.reply(&size).await
            }
            "HELO" => {
                self.reset_transaction();
                self.reply("250 simulateur.invalid").await
            }
            "MAIL" => self.mail(rest).await,
            "RCPT" => self.rcpt(rest).await,
            "DATA" => self.data().await,
            "RSET" => {
                self.reset_transaction();
                self.reply("250 2.0.0 OK").await
            }
            "NOOP" => self.reply("250 2.0.0 OK").await,
            "QUIT" => {
                self.send("221 2.0.0 Au revoir").await?;
                Ok(ControlFlow::Break(()))
            }
            _ => self.reply("502 5.5.1 Commande inconnue").await,
        }
    }

    async fn mail(&mut self, rest: &str) -> Flow {
        let Some((sender, options)) = parse_path(rest, "FROM:") else {
            return self.reply("501 5.5.4 MAIL FROM:<adresse>").await;
        };
        if self.sender.is_some() {
            return self.reply("503 5.5.1 MAIL est deja donne").await;
        }
        if self.mode() == Mode::Tempfail {
            return self.reply("451 4.3.0 Reessayez plus tard").await;
        }
        let declared = options
            .split(' ')
            .find_map(|option| option.to_ascii_uppercase().strip_prefix("SIZE=")?.parse().ok());
        if declared.is_some_and(|size: usize| size > MAX_MESSAGE) {
            return self.reply("552 5.3.4 Message trop grand").await;
        }
        self.sender = Some(sender);
        self.reply("250 2.1.0 OK").await
    }

    async fn rcpt(&mut self, rest: &str) -> Flow {
        let Some((recipient, _)) = parse_path(rest, "TO:").filter(|(recipient, _)| !recipient.is_empty())
        else {
            return self.reply("501 5.5.4 RCPT TO:<adresse>").await;
        };
        if self.sender.is_none() {
            return self.reply("503 5.5.1 MAIL vient d'abord").await;
        }
        if self.mode() == Mode::Reject {
            return self.reply("550 5.1.1 Destinataire inconnu").await;
        }
        if self.recipients.len() >= MAX_RECIPIENTS {
            return self.reply("452 4.5.3 Trop de destinataires").await;
        }
        self.recipients.push(recipient);
        self.reply("250 2.1.5 OK").await
    }

    async fn data(&mut self) -> Flow {
        if self.recipients.is_empty() {
            return self.reply("503 5.5.1 RCPT vient d'abord").await;
        }
        self.send("354 Terminez par un point seul sur sa ligne").await?;
        let Some(body) = self.read_body().await? else { return Ok(ControlFlow::Break(())) };
        if self.mode() == Mode::Hang {
            return self.hang().await;
        }
        let sender = self.sender.take().unwrap_or_default();
        let recipients = std::mem::take(&mut self.recipients);
        let Some(source) = body else { return self.reply("552 5.3.4 Message trop grand").await };
        self.simulator.mailbox.store(Mail::decode(source, &sender, &recipients, self.simulator.clock.now()));
        if self.mode() == Mode::Cut {
            return Ok(ControlFlow::Break(()));
        }
        self.reply("250 2.0.0 Recu").await
    }

    /// Reads the message up to the line with a single dot, and removes dot stuffing. Returns `None` if the
    /// connection ended before, `Some(None)` if the message is too large.
    async fn read_body(&mut self) -> io::Result<Option<Option<Vec<u8>>>> {
        let mut source = Vec::new();
        let mut too_large = false;
        let mut line_starts = true;
        loop {
            let Some(line) = self.read_line().await? else { return Ok(None) };
            // The dot must follow CR LF: a bare LF must not end a message (SMTP smuggling).
            if line_starts && line == b".\r\n" {
                return Ok(Some((!too_large).then_some(source)));
            }
            let content = if line_starts && line.starts_with(b".") { &line[1..] } else { &line[..] };
            too_large |= source.len() + content.len() > MAX_MESSAGE;
            if !too_large {
                source.extend_from_slice(content);
            }
            line_starts = line.ends_with(b"\r\n");
        }
    }

    /// Waits without a reply until the mode changes or the client disconnects. The message is lost.
    async fn hang(&mut self) -> Flow {
        let mut mode = self.simulator.mailbox.watch_mode();
        let mut one = [0_u8; 1];
        tokio::select! {
            _changed = mode.wait_for(|mode| *mode != Mode::Hang) => {}
            _gone = self.reader.read(&mut one) => {}
        }
        Ok(ControlFlow::Break(()))
    }

    /// Reads a line with its line ending, or the first part of a line that is too long. Returns `None` at the
    /// end of the connection.
    async fn read_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut limited = (&mut self.reader).take(MAX_LINE);
        let reading = limited.read_until(b'\n', &mut line);
        let read = timeout(READ_TIMEOUT, reading).await.map_err(|_| io::ErrorKind::TimedOut)??;
        Ok((read > 0).then_some(line))
    }

    /// Sends a reply and continues the connection.
    async fn reply(&mut self, reply: &str) -> Flow {
        self.send(reply).await?;
        Ok(ControlFlow::Continue(()))
    }

    async fn send(&mut self, reply: &str) -> io::Result<()> {
        self.writer.write_all(format!("{reply}\r\n").as_bytes()).await
    }

    fn mode(&self) -> Mode {
        self.simulator.mailbox.mode()
    }

    fn reset_transaction(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }
}

/// Parses `FROM:<address> OPTIONS` into the address and the options.
fn parse_path(rest: &str, keyword: &str) -> Option<(String, String)> {
    let given = rest.get(..keyword.len())?;
    if !given.eq_ignore_ascii_case(keyword) {
        return None;
    }
    let (address, options) = rest[keyword.len()..].trim_start().strip_prefix('<')?.split_once('>')?;
    Some((address.to_owned(), options.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::parse_path;

    #[test]
    fn paths_are_parsed() {
        assert_eq!(
            parse_path("FROM:<a@b.invalid> SIZE=12", "FROM:"),
            Some(("a@b.invalid".into(), "SIZE=12".into()))
        );
        assert_eq!(parse_path("from: <>", "FROM:"), Some((String::new(), String::new())));
        assert_eq!(parse_path("TO:a@b.invalid", "TO:"), None);
        assert_eq!(parse_path("É", "TO:"), None);
    }
}
