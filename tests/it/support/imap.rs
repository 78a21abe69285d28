//! A real IMAP server (Debian's Dovecot) in a process of its own, with one mailbox that tests put mails
//! into as a mail server would. `OTKLIK_TEST_DOVECOT` names the program; `tests/run` installs and sets it.

use super::Dir;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub const PASSWORD: &str = "app-password-17";
/// The name on the certificate.
pub const HOST: &str = "imap.zerno.example";
/// `nobody` and `nogroup` on Debian.
const NOBODY: u32 = 65_534;

/// A running server; it ends when this is dropped.
pub struct Server {
    process: Child,
    dir: Dir,
    pub port: u16,
    /// Encrypted from the first byte.
    pub tls_port: u16,
    n: u32,
}

impl Server {
    /// `None` where no Dovecot is named.
    pub fn start() -> Option<Server> {
        let Some(program) = std::env::var_os("OTKLIK_TEST_DOVECOT") else {
            assert!(std::env::var_os("CI").is_none(), "CI must not skip the mailbox");
            return None;
        };
        let dir = Dir::new();
        let [port, tls_port] = free();
        let config = dir.path().join("dovecot.conf");
        for sub in ["", "new", "cur", "tmp", ".&BBYEMAQ7BD4EMQRL-"] {
            let folder = maildir(dir.path()).join(sub);
            std::fs::create_dir_all(&folder).expect("a folder");
            give_away(&folder);
        }
        // Dovecot's own user has to get through
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(dir.path(), open).expect("own folder");
        certificate(dir.path());
        std::fs::write(&config, settings(dir.path(), [port, tls_port])).expect("written");
        let process = Command::new(program)
            .args(["-F", "-c"])
            .arg(&config)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("OTKLIK_TEST_DOVECOT names Dovecot");
        let server = Server {
            process,
            dir,
            port,
            tls_port,
            n: 0,
        };
        server.wait();
        Some(server)
    }

    /// Until it greets; a server that never does is an error of the test.
    fn wait(&self) {
        use std::io::Read as _;
        for _ in 0..2_000 {
            let mut greeting = [0u8; 4];
            let answered = std::net::TcpStream::connect(("127.0.0.1", self.port))
                .and_then(|mut s| s.read_exact(&mut greeting));
            if answered.is_ok() && &greeting == b"* OK" {
                return;
            }
            std::thread::yield_now();
            std::thread::park_timeout(std::time::Duration::from_millis(5));
        }
        let log = std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
        panic!("Dovecot does not answer: {log}");
    }

    /// The authority that clients must know.
    pub fn authority(&self) -> PathBuf {
        self.dir.path().join("ca.pem")
    }

    /// Delivers a message into the inbox.
    pub fn deliver(&mut self, message: &str) {
        self.n += 1;
        let path = maildir(self.dir.path())
            .join("new")
            .join(format!("{}.test", 1_700_000_000 + self.n));
        std::fs::write(&path, message.replace('\n', "\r\n")).expect("delivered");
        give_away(&path);
    }

    /// Names of the messages as the server keeps them: flags show in them.
    pub fn kept(&self) -> Vec<String> {
        let mut names = Vec::new();
        for sub in ["new", "cur"] {
            for file in std::fs::read_dir(maildir(self.dir.path()).join(sub)).expect("a folder") {
                names.push(file.expect("a file").file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        names
    }
}

fn maildir(dir: &Path) -> PathBuf {
    dir.join("mail")
}

/// Ports that are free for the moment; they are taken again at once.
fn free() -> [u16; 2] {
    let held = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
    held.map(|l| l.local_addr().expect("an address").port())
}

/// Everything inside the folder. Dovecot drops the rights of root to its own users and refuses to touch mail
/// as root, so there the mailbox is nobody's; without root everything runs as the test does.
fn settings(dir: &Path, ports: [u16; 2]) -> String {
    let base = dir.display();
    let (uid, gid) = owner();
    let (uid, gid) = if uid == 0 { (NOBODY, NOBODY) } else { (uid, gid) };
    let mut text = format!(
        "base_dir = {base}/run\nlog_path = {base}/log\nprotocols = imap\nlisten = 127.0.0.1\nssl = yes\n\
         ssl_cert = <{base}/tls.crt\nssl_key = <{base}/tls.key\n\
         disable_plaintext_auth = no\nmail_location = maildir:{base}/mail\nfirst_valid_uid = 1\n\
         passdb {{\n driver = static\n args = password={PASSWORD}\n}}\n\
         userdb {{\n driver = static\n args = uid={uid} gid={gid} home={base}\n}}\n",
    );
    if owner().0 != 0 {
        let _ = write!(
            text,
            "default_internal_user = {uid}\ndefault_login_user = {uid}\ndefault_internal_group = {gid}\n"
        );
        for service in ["anvil", "stats"] {
            let _ = write!(text, "service {service} {{\n chroot =\n}}\n");
        }
    }
    let [plain, tls] = ports;
    let _ = write!(
        text,
        "service imap-login {{\n chroot =\n inet_listener imap {{\n port = {plain}\n }}\n \
         inet_listener imaps {{\n port = {tls}\n }}\n}}\n"
    );
    text
}

/// An authority, and a certificate for [`HOST`] that it signed.
fn certificate(dir: &Path) {
    let openssl = |args: &str| {
        let made = Command::new("openssl")
            .args(args.split(' '))
            .current_dir(dir)
            .output();
        let made = made.expect("openssl");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl(&format!(
        "req -x509 {key} -keyout ca.key -out ca.pem -days 3650 -subj /CN=authority"
    ));
    openssl(&format!(
        "req {key} -keyout tls.key -out tls.csr -subj /CN={HOST}"
    ));
    let ext = format!("subjectAltName=DNS:{HOST}\nbasicConstraints=CA:FALSE\n");
    std::fs::write(dir.join("ext"), ext).expect("written");
    openssl(
        "x509 -req -in tls.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tls.crt -days 3650 -extfile ext",
    );
}

/// User and group that the test runs as.
fn owner() -> (u32, u32) {
    use std::os::unix::fs::MetadataExt as _;
    let me = std::fs::metadata("/proc/self").expect("Linux");
    (me.uid(), me.gid())
}

fn give_away(path: &Path) {
    if owner().0 == 0 {
        std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).expect("root may");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // the master ends its children on SIGTERM
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}
