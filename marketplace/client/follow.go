package client

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Until asks again and again whether something has come about: at once, and whenever the store tells that one of the
// topics has changed. It ends with what done answers, or with ctx, or when the topics cannot be followed any more.
func (c *Client) Until(ctx context.Context, done func() (bool, error), topics ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	told, refused := make(chan struct{}, 1), make(chan error, 1)
	go func() {
		if err := c.listen(ctx, told, topics); err != nil {
			refused <- err
		}
	}()
	for {
		if yes, err := done(); yes || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case refusal := <-refused:
			if yes, err := done(); yes || err != nil { // that what is followed is gone may be what is waited for
				return err
			}
			return refusal
		case <-told:
		}
	}
}

// again is the pause before a stream that has ended is opened anew.
const again = 200 * time.Millisecond

// listen follows the store's events. A stream that ends is opened anew; what happened meanwhile is asked for.
func (c *Client) listen(ctx context.Context, told chan<- struct{}, topics []string) error {
	query := url.Values{"topics": {strings.Join(topics, ",")}}
	for ctx.Err() == nil {
		answer, err := c.open(ctx, http.MethodGet, "/events?"+query.Encode(), "", nil)
		if err != nil {
			return err
		}
		hear(answer.Body, told)
		_ = answer.Body.Close()
		pause := time.NewTimer(again)
		select {
		case <-ctx.Done():
		case <-pause.C:
		}
		pause.Stop()
	}
	return nil
}

// hear reads a stream to its end. Its first event says that it stands: what changed before that is to be asked for. After
// that, those that only say that it still stands count for nothing.
func hear(stream io.Reader, told chan<- struct{}) {
	stands, event := false, ""
	for lines := bufio.NewScanner(stream); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), ":")
		switch key {
		case "event":
			event = strings.TrimSpace(value)
		case "data":
			if !stands || event != "alive" {
				tell(told)
			}
			stands = true
		}
	}
}

func tell(told chan<- struct{}) {
	select {
	case told <- struct{}{}:
	default: // it is to be asked again already
	}
}
