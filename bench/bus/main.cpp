// SPDX-License-Identifier: Apache-2.0
// bus_bench: states from one plugin to another, over all there is between them: SDK, pipe, bus,
// inbox, pipe, SDK; a thread each.
#include <dlfcn.h>
#include <spdlog/sinks/null_sink.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdio>
#include <ctime>
#include <map>

#include "base/clock.hpp"
#include "busbar/asio_loop.hpp"
#include "plugin/in_process.hpp"
#include "process_memory.hpp"

namespace busbar {
namespace {

using Clock = std::chrono::steady_clock;
using Parameters = std::map<std::string, std::uint64_t>;
using M = v1::Message;
using bench::memory_kib;

// Processor time of this process, in nanoseconds: tells more than the clock where the machine has
// other things to do.
double processor_ns() {
    timespec time{};
    (void)::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

const busbar_plugin& entry() {
    auto* library = ::dlopen(BUSBAR_BENCH_PAIR, RTLD_NOW | RTLD_LOCAL);
    auto* symbol = library == nullptr ? nullptr : ::dlsym(library, "busbar_plugin_entry");
    if (symbol == nullptr) throw std::runtime_error("the plugin " BUSBAR_BENCH_PAIR " is missing");
    return *static_cast<const busbar_plugin*>(symbol);
}

// One end: a plugin on a thread of its own.
class Side {
 public:
    Side(Bus& bus, AsioLoop& loop, const std::string& name)
        : bus_(bus),
          id_(bus.join(name, [this](int field, auto body) { on_other(field, body); }).value()),
          link_(loop, bus, id_, entry(), name) {
        v1::Hello hello;
        hello.set_plugin_id(name);
        bus.tell(id_, M::kHelloFieldNumber, hello);
        bus.tell(id_, M::kItemsCommittedFieldNumber, v1::ItemsCommitted{});
        if (!link_.start([](int) {})) throw std::runtime_error("no thread can be started");
    }
    ~Side() { bus_.tell(id_, M::kStopFieldNumber, v1::Stop{}); }

    void ask(const std::string& action, const Parameters& parameters) {
        v1::ActionRequest request;
        request.set_id(++last_);
        request.set_action(action);
        for (const auto& [name, value] : parameters) {
            (*request.mutable_parameters())[name] = std::to_string(value);
        }
        bus_.tell(id_, M::kActionRequestFieldNumber, request);
    }
    // Until the last action has ended.
    void wait() {
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return done_ == last_; });
    }
    bool wait_for(std::chrono::seconds time) {
        std::unique_lock lock(mutex_);
        return ended_.wait_for(lock, time, [this] { return done_ == last_; });
    }
    [[nodiscard]] BusFigures figures() const { return bus_.figures(id_); }

 private:
    void on_other(int field, std::span<const std::uint8_t> body) {
        v1::ActionResult result;
        if (field != M::kActionResultFieldNumber ||
            !result.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
            return;
        }
        const std::lock_guard lock(mutex_);
        done_ = result.id();
        ended_.notify_all();
    }

    Bus& bus_;
    std::mutex mutex_;  // guards done_
    std::condition_variable ended_;
    std::uint64_t done_ = 0;
    std::uint64_t last_ = 0;
    ParticipantId id_;
    InProcess link_;
};

// Two ends and the bus between them, the subscriber hearing all of so many objects.
struct Pair {
    explicit Pair(std::uint64_t objects) {
        publisher.ask("announce", {{"objects", objects}});
        publisher.wait();
        subscriber.ask("subscribe", {});
        subscriber.wait();
    }
    SystemClock clock;
    Bus bus{clock, std::make_shared<spdlog::logger>(
                       "bus", std::make_shared<spdlog::sinks::null_sink_mt>())};
    AsioLoop loop;
    Side publisher{bus, loop, "publisher"};
    Side subscriber{bus, loop, "subscriber"};
};

unsigned long long wide(std::uint64_t number) { return number; }

double states_per_second(Pair& pair, std::uint64_t states, bool single) {
    const auto start = Clock::now();
    pair.subscriber.ask("hear", {{"states", states}});
    pair.publisher.ask("publish", {{"states", states}, {"single", single ? 1 : 0}});
    pair.publisher.wait();
    pair.subscriber.wait();
    const std::chrono::duration<double> time = Clock::now() - start;
    return static_cast<double>(states) / time.count();
}

void measure(std::uint64_t objects, std::uint64_t states) {
    Pair pair(objects);
    (void)states_per_second(pair, std::max(states / 10, objects), false);  // every object has one
    for (const bool single : {false, true}) {
        const auto before = memory_kib();
        const auto processor_before = processor_ns();
        const auto count = single ? states * 3 / 10 : states;
        std::array<double, 5> runs{};
        for (auto& run : runs) run = states_per_second(pair, count, single);
        const auto processor =
            (processor_ns() - processor_before) / static_cast<double>(runs.size() * count);
        std::sort(runs.begin(), runs.end());
        const auto conflated = pair.subscriber.figures().conflated;
        const auto growth =
            static_cast<std::int64_t>(memory_kib()) - static_cast<std::int64_t>(before);
        std::printf("%7llu  %-11s %9.0f %9.0f %9.0f %7.0f %10llu %+8lld\n", wide(objects),
                    single ? "one a frame" : "in batches", runs[2], runs.front(), runs.back(),
                    processor, wide(conflated), static_cast<long long>(growth));
        (void)std::fflush(stdout);
    }
}

void soak(std::uint64_t objects, std::uint64_t rate, std::chrono::seconds time) {
    Pair pair(objects);
    const auto states = rate * static_cast<std::uint64_t>(time.count());
    pair.subscriber.ask("hear", {{"states", states}});
    pair.publisher.ask("pace", {{"states", states}, {"each_10_ms", rate / 100}});
    const auto start = Clock::now();
    const auto interval = std::max<std::chrono::seconds>(time / 30, std::chrono::seconds(1));
    do {
        const auto passed = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start);
        std::printf("%6lld s  %12llu states  memory %llu KiB\n",
                    static_cast<long long>(passed.count()),
                    wide(pair.publisher.figures().states_in), wide(memory_kib()));
        (void)std::fflush(stdout);
    } while (!pair.subscriber.wait_for(interval));
    std::printf("%llu conflated, %llu dropped\n", wide(pair.subscriber.figures().conflated),
                wide(pair.subscriber.figures().dropped));
}

int run(int argc, char** argv) {
    CLI::App app("States from one plugin to another over the bus");
    std::vector<std::uint64_t> objects{100, 100'000};
    std::uint64_t states = 1'000'000;
    std::uint64_t rate = 20'000;
    std::int64_t soak_seconds = 0;
    app.add_option("--objects", objects, "how many objects there are; each is measured");
    app.add_option("--states", states, "how many states a run in batches has");
    app.add_option("--soak", soak_seconds,
                   "instead: so many seconds at an even rate, memory over time");
    app.add_option("--rate", rate, "states a second of the soak");
    CLI11_PARSE(app, argc, argv);
    if (soak_seconds == 0) {
        std::printf(
            "objects  published    states/s   slowest   fastest  cpu ns  conflated  memory KiB\n");
    }
    for (const auto count : objects) {
        if (soak_seconds > 0) {
            soak(count, rate, std::chrono::seconds(soak_seconds));
        } else {
            measure(count, states);
        }
    }
    return 0;
}

}  // namespace
}  // namespace busbar

int main(int argc, char** argv) {
    try {
        return busbar::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bus_bench: %s\n", error.what());
        return 1;
    }
}
