package supervisor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"github.com/chandler-dev/chandler/cluster/network"
)

// masquerade lets Pods reach what the host reaches.
func (s *Supervisor) masquerade(ctx context.Context) error {
	nft, err := exec.LookPath("nft")
	if err != nil {
		return fmt.Errorf("find nft (Debian's package nftables): %w", err)
	}
	rules, err := os.CreateTemp("/run/chandler", "masquerade")
	if err != nil {
		return fmt.Errorf("masquerade Pods: %w", err)
	}
	defer func() { _ = os.Remove(rules.Name()); _ = rules.Close() }()
	if _, err := rules.WriteString(network.Masquerade(s.settings.Plan)); err != nil {
		return fmt.Errorf("masquerade Pods: %w", err)
	}
	files := []uintptr{rules.Fd(), os.Stdout.Fd(), os.Stderr.Fd()}
	_, ended, err := s.reaper.start(nft, []string{"nft", "-f", rules.Name()}, &syscall.ProcAttr{Env: os.Environ(), Files: files})
	if err != nil {
		return fmt.Errorf("masquerade Pods: %w", err)
	}
	select {
	case status := <-ended:
		if status.ExitStatus() != 0 {
			return fmt.Errorf("masquerade Pods: nft %s; the kernel needs nf_tables with NAT: try `modprobe nft_masq`", describe(status))
		}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
