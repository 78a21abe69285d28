//! TLS for mailboxes: the machine's certificate authorities, and one more if the mail section names it.

use super::Client;
use otklik_adapters::Failure;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

impl Client {
    /// Encrypts a connection to `host`, whose certificate must bear that name.
    ///
    /// # Errors
    /// [`Failure::Down`].
    pub(super) async fn mail_tls<S>(&self, host: &str, stream: S) -> Result<TlsStream<S>, Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Failure::down("tls"))?;
        let connector = TlsConnector::from(Arc::new(self.mail_config()));
        connector
            .connect(name, stream)
            .await
            .map_err(|_| Failure::down("tls"))
    }

    fn mail_config(&self) -> ClientConfig {
        super::init();
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(pem) = self.mail().and_then(|m| m.authority.as_deref()) {
            let own = CertificateDer::pem_slice_iter(pem).filter_map(Result::ok);
            roots.add_parsable_certificates(own);
        }
        ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth()
    }
}
