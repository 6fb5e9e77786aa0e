package relay

import (
	"bytes"
	"io"
	"net"
	"net/netip"
	"os"
	"testing"
	"time"
)

func hostHere(t *testing.T) *Host {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("entering a network namespace needs root")
	}
	here, err := os.Open("/proc/self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	h, err := NewHost(here)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAQuestionThatNobodyAnswersFailsAtOnce(t *testing.T) {
	question := []byte{7, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 'x'}
	answer := hostHere(t).ask(t.Context(), nil, question)
	if !bytes.Equal(answer[:2], question[:2]) || answer[2]&0x80 == 0 || answer[3]&0xf != 2 {
		t.Errorf("got % x", answer)
	}
	if got := failure([]byte("short")); got != nil {
		t.Errorf("got % x for what is no question", got)
	}
}

func TestAConnectionThatWasNotRedirectedIsClosed(t *testing.T) {
	h := hostHere(t)
	listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = h.TCP(t.Context(), listener) }()
	c, err := net.Dial("tcp4", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(make([]byte, 1)); err == nil || os.IsTimeout(err) {
		t.Errorf("got %v", err)
	}
}

func TestBothWaysAreCarriedUntilBothEnd(t *testing.T) {
	h := hostHere(t)
	server, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		c, err := server.Accept()
		if err != nil {
			return
		}
		data, _ := io.ReadAll(c) // to the client's end
		_, _ = c.Write(append([]byte("got "), data...))
		_ = c.Close()
	}()
	near, far := pair(t)
	go h.carry(t.Context(), far, netip.MustParseAddrPort(server.Addr().String()))
	if _, err := near.Write([]byte("this")); err != nil {
		t.Fatal(err)
	}
	if err := near.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if answer, err := io.ReadAll(near); err != nil || string(answer) != "got this" {
		t.Errorf("got %q, %v", answer, err)
	}
}

// pair is the two ends of a connection.
func pair(t *testing.T) (near, far *net.TCPConn) {
	t.Helper()
	listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	near, err = net.DialTCP("tcp4", nil, listener.Addr().(*net.TCPAddr))
	if err != nil {
		t.Fatal(err)
	}
	far, err = listener.AcceptTCP()
	if err != nil {
		t.Fatal(err)
	}
	return near, far
}
