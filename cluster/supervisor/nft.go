package supervisor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"github.com/chandler-dev/chandler/cluster/network"
)

// filter loads the rules by which packets leave the node.
func (s *Supervisor) filter(ctx context.Context) error {
	nft, err := exec.LookPath("nft")
	if err != nil {
		return fmt.Errorf("find nft (Debian's package nftables): %w", err)
	}
	rules, err := os.CreateTemp("/run/chandler", "rules")
	if err != nil {
		return fmt.Errorf("load network rules: %w", err)
	}
	defer func() { _ = os.Remove(rules.Name()); _ = rules.Close() }()
	if _, err := rules.WriteString(network.Rules(s.settings.Plan, s.order.Addresses)); err != nil {
		return fmt.Errorf("load network rules: %w", err)
	}
	files := []uintptr{rules.Fd(), os.Stdout.Fd(), os.Stderr.Fd()}
	_, ended, err := s.reaper.start(nft, []string{"nft", "-f", rules.Name()}, &syscall.ProcAttr{Env: os.Environ(), Files: files})
	if err != nil {
		return fmt.Errorf("load network rules: %w", err)
	}
	select {
	case status := <-ended:
		if status.ExitStatus() != 0 {
			return fmt.Errorf("load network rules: nft %s; the kernel needs nf_tables with NAT: try `modprobe -a nft_masq nft_redir nft_reject_ipv4`", describe(status))
		}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
