//! Content that is not in memory: it comes as it is sent, once.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream::{BoxStream, Stream, StreamExt};

/// Bytes of a known number that come from a stream, such as a file that is too large for memory.
///
/// A stream comes once: a call that failed after the first piece was taken is not sent again,
/// whatever the retry policy says.
///
/// ```
/// use futures_util::stream;
/// use sf_runtime::call::ByteStream;
///
/// let pieces = stream::iter([Ok("hello ".into()), Ok("world".into())]);
/// let body = ByteStream::new(11, pieces);
/// assert_eq!(body.len(), 11);
/// assert!(!body.is_spent());
/// ```
#[derive(Clone)]
pub struct ByteStream {
    length: u64,
    state: Arc<Mutex<State>>,
}

struct State {
    stream: BoxStream<'static, io::Result<Bytes>>,
    left: u64,
    is_spent: bool,
}

impl ByteStream {
    /// `length` bytes that come from `stream`. If more or fewer come, the call fails.
    pub fn new(
        length: u64,
        stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
    ) -> Self {
        Self {
            length,
            state: Arc::new(Mutex::new(State {
                stream: stream.boxed(),
                left: length,
                is_spent: false,
            })),
        }
    }

    /// How many bytes there are, or were.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Whether a piece was taken, so that it cannot be sent once more.
    pub fn is_spent(&self) -> bool {
        self.lock().is_spent
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream for ByteStream {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut state = self.lock();
        let polled = state.stream.poll_next_unpin(cx);
        if polled.is_ready() {
            state.is_spent = true;
        }
        let wrong = |what| {
            let text = format!(
                "the stream has {what} bytes than the {} promised",
                self.length
            );
            Poll::Ready(Some(Err(io::Error::other(text))))
        };
        match polled {
            Poll::Ready(Some(Ok(piece))) => match state.left.checked_sub(piece.len() as u64) {
                Some(left) => {
                    state.left = left;
                    Poll::Ready(Some(Ok(piece)))
                }
                None => wrong("more"),
            },
            Poll::Ready(None) if state.left > 0 => {
                state.left = 0;
                wrong("fewer")
            }
            other => other,
        }
    }
}

/// How much there is, never what.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ByteStream({} bytes)", self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn sent(length: u64) -> Result<Vec<Bytes>, io::Error> {
        let pieces = [Ok(Bytes::from("ab")), Ok(Bytes::from("cd"))];
        let stream = ByteStream::new(length, futures_util::stream::iter(pieces));
        assert!(!stream.is_spent());
        let out: Vec<io::Result<Bytes>> = stream.clone().collect().await;
        assert!(stream.is_spent());
        out.into_iter().collect()
    }

    #[test]
    fn exactly_what_was_promised_is_sent() {
        let run = futures_util::FutureExt::now_or_never;
        assert_eq!(
            run(sent(4)).expect("ready").expect("bytes").concat(),
            b"abcd"
        );
        for (length, said) in [(3, "more bytes"), (5, "fewer bytes")] {
            let error = run(sent(length))
                .expect("ready")
                .expect_err("a wrong length");
            assert!(error.to_string().contains(said), "{error}");
        }
    }
}
