// A peer with Go's crypto/tls, standard library only. Both sides show a certificate.
//
//	peer server PORT CERTIFICATE KEY AUTHORITY
//	peer client PORT CERTIFICATE KEY AUTHORITY
//
// The server answers one request with page.txt; the client asks with what is on its standard
// input, up to a blank line, and prints the answer.
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
	if role == "client" {
		connection := must(tls.Dial("tcp", address, config))
		must(connection.Write(request(os.Stdin)))
		must(io.Copy(os.Stdout, connection))
		connection.Close()
		return
	}
	listener := must(tls.Listen("tcp", address, config))
	fmt.Println("ready")
	connection := must(listener.Accept())
	request(connection)
	must(connection.Write(must(os.ReadFile("page.txt"))))
	connection.Close()
}
