// SPDX-License-Identifier: Apache-2.0
// A socket and a TLS handshake, neither of which blocks.
#include "io/reach.hpp"

#include <netdb.h>
#include <openssl/err.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "io/failure.hpp"

namespace mqtt_client {
namespace {

constexpr std::chrono::seconds kStepTimeout{5};

// A socket that has begun to connect, or an errno below 0.
int begin_connect(const std::string& address, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
        return -EINVAL;
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> to(found, &::freeaddrinfo);
    const auto socket =
        ::socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
    if (socket < 0) return -errno;
    if (::connect(socket, to->ai_addr, to->ai_addrlen) == 0 || errno == EINPROGRESS) return socket;
    const auto error = errno;
    ::close(socket);
    return -error;
}

std::string certificate_of(const SSL* ssl) {
    const std::unique_ptr<X509, decltype(&::X509_free)> certificate(
        ::SSL_get1_peer_certificate(ssl), &::X509_free);
    if (certificate == nullptr) return {};
    return "of " + name_of(::X509_get_subject_name(certificate.get())) + ", issued by " +
           name_of(::X509_get_issuer_name(certificate.get()));
}

}  // namespace

void SocketReach::go(const Endpoint& endpoint, Done done) {
    close();
    endpoint_ = endpoint;
    done_ = std::move(done);
    outcome_ = {};
    resolver_.resolve(endpoint.host, [this](const auto& addresses) {
        if (!addresses) return finish(Step::Name, lookup_failure(addresses.error()));
        addresses_.assign(addresses->rbegin(), addresses->rend());
        connect_next();
    });
}

void SocketReach::connect_next() {
    outcome_.address = addresses_.back();
    addresses_.pop_back();
    socket_ = begin_connect(outcome_.address, endpoint_.port);
    if (socket_ < 0) return fail_tcp(network_failure(-std::exchange(socket_, -1)));
    epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    if (epoll_ < 0) return fail_tcp(network_failure(errno));
    loop_.watch(epoll_, [this] { on_ready(); });
    epoll_event event{};
    event.events = EPOLLOUT;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket_, &event);
    timer_.after(kStepTimeout, [this] { fail_tcp({Reason::NoAnswer, {}}); });
}

void SocketReach::on_ready() {
    if (ssl_ != nullptr) return shake_hands();
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return fail_tcp(network_failure(error));
    if (!endpoint_.tls) return finish(Step::All, {});
    timer_.after(kStepTimeout, [this] { finish(Step::Tls, {Reason::NoAnswer, {}}); });
    auto tls = TlsContext::make(endpoint_);
    if (!tls) return finish(Step::Tls, {Reason::Other, tls.error().message});
    tls_ = std::move(*tls);
    ssl_.reset(::SSL_new(tls_->get()));
    ::SSL_set_fd(ssl_.get(), socket_);
    shake_hands();
}

void SocketReach::shake_hands() {
    ::ERR_clear_error();
    const auto result = ::SSL_connect(ssl_.get());
    if (result == 1) {
        outcome_.certificate = certificate_of(ssl_.get());
        return finish(Step::All, {});
    }
    switch (::SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return wait_for(EPOLLIN);
        case SSL_ERROR_WANT_WRITE:
            return wait_for(EPOLLOUT);
        case SSL_ERROR_SSL: {
            if (!tls_->problem().empty()) {
                return finish(Step::Tls, {Reason::Certificate, tls_->problem()});
            }
            if (!tls_->alert().empty()) return finish(Step::Tls, tls_failure(tls_->alert()));
            std::array<char, 256> words{};
            ::ERR_error_string_n(::ERR_peek_last_error(), words.data(), words.size());
            return finish(Step::Tls, tls_failure(words.data()));
        }
        default:
            return finish(Step::Tls, {Reason::Other, "the peer hung up; is it a port with TLS?"});
    }
}

void SocketReach::wait_for(std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket_, &event);
}

void SocketReach::fail_tcp(const Failure& failure) {
    if (addresses_.empty()) return finish(Step::Tcp, failure);
    close();
    connect_next();
}

void SocketReach::finish(Step failed_at, Failure failure) {
    close();
    outcome_.failed_at = failed_at;
    outcome_.failure = std::move(failure);
    // Out of the callbacks of the loop: done() may delete us.
    timer_.after({}, [this] {
        const auto outcome = std::move(outcome_);  // we may be gone after done()
        if (const auto done = std::exchange(done_, nullptr)) done(outcome);
    });
}

void SocketReach::close() {
    timer_.cancel();
    ssl_.reset();
    tls_.reset();
    if (epoll_ >= 0) {
        loop_.unwatch(epoll_);
        ::close(std::exchange(epoll_, -1));
    }
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

}  // namespace mqtt_client
