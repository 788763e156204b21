// SPDX-License-Identifier: Apache-2.0
// A round trip every 10 ms on one connection while another one is in trouble.
#include <cstdio>
#include <fstream>

#include "house.hpp"
#include "jobs.hpp"
#include "mqtt-client/io/transports.hpp"
#include "support/free_port.hpp"
#include "support/mqtt/mosquitto_process.hpp"
#include "support/mqtt/trouble.hpp"
#include "support/temporary_directory.hpp"

namespace mqtt_bench {
namespace {

using busbar::testing::BadPort;
using mqtt_client::Delivery;
using mqtt_client::Endpoint;
using mqtt_client::Failure;

constexpr std::chrono::milliseconds kPause{10};
constexpr std::chrono::milliseconds kRetry{500};  // the shortest that a session waits

// Tries again when it has failed, and listens on "flood".
class Client final : public mqtt_client::TransportListener {
 public:
    Client(busbar::Loop& loop, Endpoint to)
        : to_(std::move(to)),
          again_(loop),
          transport_(mqtt_client::make_transport(to_, loop, *this)) {
        transport_->connect(to_);
    }
    void publish(std::string_view to) { (void)transport_->publish({to, "1", 0, false, ++number_}); }

    bool ready = false;
    int lost = 0;
    std::string topic = "flood";
    std::function<void()> heard;

 private:
    void on_connected() override { transport_->subscribe({{topic, 0}}); }
    void on_connect_failed(const Failure&) override {
        ready = false;
        again_.after(kRetry, [this] { transport_->connect(to_); });
    }
    void on_subscribed(const std::vector<std::string>&) override { ready = true; }
    void on_lost(const Failure& failure) override {
        ++lost;
        on_connect_failed(failure);
    }
    void on_message(std::string_view, std::string_view, Delivery) override {
        if (heard) heard();
    }
    void on_published(std::uint64_t, busbar::Clock::time_point) override {}
    void on_room() override {}
    void on_disconnected() override {}

    Endpoint to_;
    busbar::Timer again_;
    std::uint64_t number_ = 0;
    std::unique_ptr<mqtt_client::Transport> transport_;
};

// Of each of the circumstances a line.
class Harm {
 public:
    Harm(Library library, int seconds) : library_(library), seconds_(seconds) {}

    [[nodiscard]] bool start() {
        if (!broker_.start()) return false;
        good_ = std::make_unique<Client>(loop_, endpoint("good", broker_.port()));
        good_->topic = "a";
        return until([&] { return good_->ready; });
    }
    void measure(const std::string& name) {
        Figures figures;
        const auto end = Clock::now() + std::chrono::seconds(seconds_);
        while (Clock::now() < end) {
            bool heard = false;
            const auto sent = Clock::now();
            good_->heard = [&] {
                figures.add(Clock::now() - sent);
                heard = true;
            };
            good_->publish("a");
            if (!until([&] { return heard; })) break;
            const auto next = Clock::now() + kPause;
            (void)until([&] { return Clock::now() >= next; });
        }
        good_->heard = nullptr;
        figures.print(name);
        if (good_->lost > 0) std::printf("  lost the good connection %d times\n", good_->lost);
    }
    void measure_with(const std::string& name, const Endpoint& bad) {
        const Client client(loop_, bad);
        measure(name);
    }
    void measure_flood() {
        Client flooded(loop_, endpoint("flooded", broker_.port()));
        Peer sender(loop_, broker_.port(), "nothing", "sender");
        if (!until([&] { return flooded.ready && sender.ready; })) return;
        std::size_t messages = 0;
        flooded.heard = [&] { ++messages; };
        busbar::Timer again(loop_);
        std::function<void()> pour = [&] {
            for (int i = 0; i < 20; ++i) sender.publish("flood", "1");
            again.after(std::chrono::milliseconds(1), pour);
        };
        pour();
        const auto start = Clock::now();
        measure("flood on the other");
        const std::chrono::duration<double> took = Clock::now() - start;
        std::printf("  of %.0f messages/s\n", static_cast<double>(messages) / took.count());
    }
    [[nodiscard]] Endpoint endpoint(const std::string& id, std::uint16_t port) const {
        Endpoint endpoint;
        endpoint.library = library_;
        endpoint.host = "127.0.0.1";
        endpoint.port = port;
        endpoint.client_id = id;
        return endpoint;
    }

 private:
    [[nodiscard]] bool until(const std::function<bool()>& condition) {
        return run_until(
            loop_, [this] { loop_.run(); }, condition);
    }

    Library library_;
    int seconds_;
    busbar::PollLoop loop_;
    busbar::testing::MosquittoProcess broker_{"log_type none\n"};
    std::unique_ptr<Client> good_;
};

}  // namespace

int harm(Library library, int seconds) {
    Harm harm(library, seconds);
    if (!harm.start()) return 1;
    harm.measure("round trip, nothing else");

    const busbar::testing::TemporaryDirectory folder;
    const auto port = busbar::testing::free_port();
    const auto made =
        busbar::testing::run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                              "ec_paramgen_curve:P-256", "-nodes", "-keyout", folder.file("key"),
                              "-out", folder.file("crt"), "-subj", "/CN=somebody", "-days", "2"});
    busbar::testing::MosquittoProcess secure(
        "listener " + std::to_string(port) + " 127.0.0.1\ncertfile " + folder.file("crt") +
        "\nkeyfile " + folder.file("key") + "\nlog_type none\n");
    if (!made || !secure.start()) return 1;
    auto wrong = harm.endpoint("bad", port);
    wrong.tls = true;
    harm.measure_with("certificate of the other wrong", wrong);

    const BadPort silent(BadPort::Kind::Silent);
    harm.measure_with("peer of the other silent", harm.endpoint("bad", silent.port()));
    const BadPort hole(BadPort::Kind::BlackHole);
    harm.measure_with("address of the other a black hole", harm.endpoint("bad", hole.port()));
    const busbar::testing::SilentNameServer names;
    auto unknown = harm.endpoint("bad", port);
    unknown.host = "broker.example";
    harm.measure_with("name server of the other silent", unknown);
    harm.measure_flood();
    return 0;
}

}  // namespace mqtt_bench
