// A peer with Go's crypto/tls, standard library only. Both sides show a certificate.
//
//	peer server PORT CERTIFICATE KEY AUTHORITY [1.3|hybrid]
//	peer client PORT CERTIFICATE KEY AUTHORITY [1.3|hybrid]
//
// The server answers a request with page.txt; the client asks with what is on its standard
// input, up to a blank line, and prints the answer. This is TLS 1.2, once; with 1.3 it is TLS 1.3,
// twice, the second time resumed. With hybrid it is TLS 1.3, once, and ends where the group is not
// X25519MLKEM768: that is Go's default, so nothing is set for it.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"os"
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

// request reads up to the blank line that ends a request's head.
func request(from io.Reader) []byte {
	var head []byte
	lines := bufio.NewReader(from)
	for {
		line := must(lines.ReadBytes('\n'))
		head = append(head, line...)
		if string(line) == "\r\n" {
			return head
		}
	}
}

func hybrid(state tls.ConnectionState) error {
	if state.CurveID != tls.X25519MLKEM768 {
		return fmt.Errorf("the group is %v", state.CurveID)
	}
	return nil
}

func main() {
	role, address := os.Args[1], "127.0.0.1:"+os.Args[2]
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(must(os.ReadFile(os.Args[5])))
	config := &tls.Config{
		Certificates: []tls.Certificate{must(tls.LoadX509KeyPair(os.Args[3], os.Args[4]))},
		MinVersion:   tls.VersionTLS12,
		MaxVersion:   tls.VersionTLS12,
		ServerName:   "localhost",
		RootCAs:      authorities,
		ClientCAs:    authorities,
		ClientAuth:   tls.RequireAndVerifyClientCert,
	}
	times := 1
	if len(os.Args) > 6 {
		config.MinVersion, config.MaxVersion = tls.VersionTLS13, tls.VersionTLS13
		if os.Args[6] == "hybrid" {
			config.VerifyConnection = hybrid
		} else {
			config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
			times = 2
		}
	}
	if role == "client" {
		question := request(os.Stdin)
		for range times {
			connection := must(tls.Dial("tcp", address, config))
			must(connection.Write(question))
			must(io.Copy(os.Stdout, connection))
			connection.Close()
		}
		return
	}
	listener := must(tls.Listen("tcp", address, config))
	fmt.Println("ready")
	for range times {
		connection := must(listener.Accept())
		request(connection)
		must(connection.Write(must(os.ReadFile("page.txt"))))
		connection.Close()
	}
}
