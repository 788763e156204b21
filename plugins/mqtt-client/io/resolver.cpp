// SPDX-License-Identifier: Apache-2.0
// getaddrinfo() on a thread that may be left behind.
#include "io/resolver.hpp"

#include <arpa/inet.h>
#include <netdb.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace mqtt_client {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using busbar::Result;

constexpr std::chrono::seconds kTimeout{5};

bool is_address(const std::string& host) {
    in6_addr address{};
    return ::inet_pton(AF_INET, host.c_str(), &address) == 1 ||
           ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

Resolver::Addresses texts_of(const addrinfo* list, int family) {
    Resolver::Addresses texts;
    for (const auto* entry = list; entry != nullptr; entry = entry->ai_next) {
        if (entry->ai_family != family) continue;
        std::array<char, NI_MAXHOST> text{};
        if (::getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(),
                          static_cast<socklen_t>(text.size()), nullptr, 0, NI_NUMERICHOST) == 0) {
            texts.emplace_back(text.data());
        }
    }
    return texts;
}

Result<Resolver::Addresses> look_up(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    const auto code = ::getaddrinfo(host.c_str(), nullptr, &hints, &list);
    if (code != 0) return fail(ErrorCode::NotFound, ::gai_strerror(code));
    auto addresses = texts_of(list, AF_INET);
    const auto more = texts_of(list, AF_INET6);
    addresses.insert(addresses.end(), more.begin(), more.end());
    ::freeaddrinfo(list);
    if (addresses.empty()) return fail(ErrorCode::NotFound, "no address");
    return addresses;
}

}  // namespace

// One question to the name server. `owner` and `loop` are null when nobody waits any more.
struct Resolver::Lookup {
    std::string host;
    std::mutex mutex;  // guards loop
    busbar::Loop* loop = nullptr;
    Resolver* owner = nullptr;  // only for the loop's thread
};

void Resolver::resolve(const std::string& host, Done done) {
    done_ = std::move(done);
    if (is_address(host)) {
        timeout_.after({}, [this, host] { finish(Addresses{host}); });
        return;
    }
    timeout_.after(kTimeout,
                   [this] { finish(fail(ErrorCode::Timeout, "the name server does not answer")); });
    if (lookup_ != nullptr && lookup_->host == host) return;  // still under way from last time
    try {
        start(host);
    } catch (const std::system_error& error) {
        timeout_.after({}, [this, what = std::string(error.what())] {
            finish(fail(ErrorCode::Unavailable, what));
        });
    }
}

void Resolver::start(const std::string& host) {
    if (lookup_ != nullptr) {  // another name: its thread ends unheard
        const std::lock_guard lock(lookup_->mutex);
        lookup_->owner = nullptr;
        lookup_->loop = nullptr;
    }
    auto lookup = std::make_shared<Lookup>();
    lookup->host = host;
    lookup->loop = &loop_;
    lookup->owner = this;
    std::thread([lookup] {
        auto result = look_up(lookup->host);
        const std::lock_guard lock(lookup->mutex);
        if (lookup->loop == nullptr) return;
        lookup->loop->post([lookup, result = std::move(result)] {
            if (lookup->owner == nullptr) return;
            lookup->owner->lookup_ = nullptr;
            lookup->owner->finish(result);
        });
    }).detach();
    lookup_ = std::move(lookup);
}

void Resolver::finish(const Result<Addresses>& result) {
    timeout_.cancel();
    if (const auto done = std::exchange(done_, nullptr)) done(result);
}

void Resolver::abandon() {
    timeout_.cancel();
    done_ = nullptr;
    const auto lookup = std::exchange(lookup_, nullptr);
    if (lookup == nullptr) return;
    lookup->owner = nullptr;
    const std::lock_guard lock(lookup->mutex);
    lookup->loop = nullptr;
}

}  // namespace mqtt_client
