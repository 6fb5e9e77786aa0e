package client

import (
	"bufio"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Until asks again and again whether something has come about: at once, and whenever the store tells that one of the
// topics has changed. It ends with what done answers, or with ctx.
func (c *Client) Until(ctx context.Context, done func() (bool, error), topics ...string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	told := make(chan struct{}, 1)
	go func() {
		if err := c.listen(ctx, told, topics); err != nil {
			cancel(err)
		}
	}()
	for {
		if yes, err := done(); yes || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
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
		tell(told) // what changed before the stream stood
		lines := bufio.NewScanner(answer.Body)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data:") {
				tell(told)
			}
		}
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

func tell(told chan<- struct{}) {
	select {
	case told <- struct{}{}:
	default: // it is to be asked again already
	}
}
