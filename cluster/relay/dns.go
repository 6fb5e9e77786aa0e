package relay

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"
)

const (
	answerLimit = 2 * time.Second // for each name server
	datagram    = 64 << 10
)

// DNS answers the questions that reach the socket with the answers of the host's name servers, which are tried in
// order. Without any it answers nothing.
func (h *Host) DNS(ctx context.Context, socket *net.UDPConn, servers []netip.Addr) error {
	context.AfterFunc(ctx, func() { _ = socket.Close() })
	var open sync.WaitGroup
	defer open.Wait()
	for {
		question := make([]byte, 4<<10)
		n, from, err := socket.ReadFromUDPAddrPort(question)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read a question to relay: %w", err)
		}
		open.Go(func() {
			if answer := h.ask(ctx, servers, question[:n]); answer != nil {
				_, _ = socket.WriteToUDPAddrPort(answer, from)
			}
		})
	}
}

// ask returns the first answer, or a failure made of the question when there is none.
func (h *Host) ask(ctx context.Context, servers []netip.Addr, question []byte) []byte {
	for _, server := range servers {
		if answer, err := h.askOne(ctx, server, question); err == nil {
			return answer
		}
	}
	return failure(question)
}

func (h *Host) askOne(ctx context.Context, server netip.Addr, question []byte) ([]byte, error) {
	connection, err := h.Dial(ctx, "udp", netip.AddrPortFrom(server, 53).String())
	if err != nil {
		return nil, err
	}
	defer func() { _ = connection.Close() }()
	if err := connection.SetDeadline(time.Now().Add(answerLimit)); err != nil {
		return nil, err
	}
	if _, err := connection.Write(question); err != nil {
		return nil, err
	}
	answer := make([]byte, datagram)
	n, err := connection.Read(answer)
	return answer[:n], err
}

// failure is a question turned into the answer SERVFAIL (RFC 1035, 4.1.1): the asker need not wait for a time-out.
func failure(question []byte) []byte {
	if len(question) < 12 {
		return nil
	}
	answer := append([]byte(nil), question...)
	answer[2] |= 0x80 // a response
	answer[3] = 0x80 | 2
	return answer
}
