// SPDX-License-Identifier: Apache-2.0
// Pair: the plugin at either end of the bus benchmark. Actions tell it what to do.
#include <sys/eventfd.h>

#include <string>

#include "busbar/entry.hpp"

namespace {

using namespace std::chrono_literals;
namespace v1 = busbar::v1;

// How many states the publisher is ahead at most, so that none is conflated (from 4,096 on), and
// how many the subscriber hears before it says so. Said past the bus, which is what is measured.
constexpr std::uint64_t kAhead = 4000;
constexpr std::uint64_t kHeardAtOnce = 500;

int heard_fd() {
    static const int fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return fd;
}

class Pair final : public busbar::Plugin {
 public:
    explicit Pair(busbar::Context context)
        : Plugin(context), one_by_one_(context.host), timer_(context.loop) {
        number_.set_value_kind(v1::VALUE_KIND_NUMBER);
    }
    ~Pair() override { loop().unwatch(heard_fd()); }

 private:
    void on_action(const v1::ActionRequest& action) override {
        const auto parameter = [&](const char* name) {
            const auto found = action.parameters().find(name);
            return found == action.parameters().end() ? 0 : std::stoull(found->second);
        };
        if (action.action() == "announce") {
            objects_ = static_cast<std::uint32_t>(parameter("objects"));
            for (std::uint32_t i = 1; i <= objects_; ++i) announce_one(i);
            return finish_action(action.id(), "announced");
        }
        action_ = action.id();
        if (action.action() == "subscribe") return subscribe_all();
        left_ = parameter("states");
        single_ = parameter("single") != 0;
        if (action.action() == "hear") return;
        if (action.action() == "pace") return pace(parameter("each_10_ms"));
        ahead_ = 0;
        loop().watch(heard_fd(), [this] { pump(); });
        pump();
    }

    void announce_one(std::uint32_t handle) {
        v1::Object object;
        object.set_id("object-" + std::to_string(handle));
        object.set_handle(handle);
        object.set_name("Temperature " + std::to_string(handle));
        object.set_room("Room " + std::to_string(handle / 10));
        *object.mutable_type() = number_;
        object.set_readable(true);
        announce(std::move(object));
    }

    void on_catalogue_complete() override { finish_action(action_, "subscribed"); }

    void on_state(const v1::StateChanged&) override {
        if (left_ == 0) return;
        if (++heard_ % kHeardAtOnce == 0) (void)::eventfd_write(heard_fd(), kHeardAtOnce);
        if (--left_ == 0) finish_action(action_, "heard");
    }

    // Publishes as far as the subscriber is not too far behind.
    void pump() {
        eventfd_t heard = 0;
        if (::eventfd_read(heard_fd(), &heard) == 0) ahead_ -= std::min(ahead_, heard);
        for (; left_ > 0 && ahead_ < kAhead; --left_, ++ahead_) say();
        if (left_ > 0) return;
        loop().unwatch(heard_fd());
        finish_action(action_, "published");
    }

    void say() {
        object_ = object_ % objects_ + 1;
        value_ += 0.5;
        if (!single_) return publish(object_, busbar::Value::number(value_));
        state_.set_object(object_);
        state_.mutable_value()->set_number(value_);
        state_.set_quality(v1::QUALITY_GOOD);
        state_.set_sequence(++sequence_);
        one_by_one_.add(v1::Message::kStateChangedFieldNumber, state_);
        one_by_one_.flush();
    }

    // So many states every 10 ms, as long as they last.
    void pace(std::uint64_t count) {
        for (std::uint64_t i = 0; i < count && left_ > 0; ++i, --left_) say();
        if (left_ == 0) return finish_action(action_, "published");
        timer_.after(10ms, [this, count] { pace(count); });
    }

    v1::ObjectType number_;
    v1::StateChanged state_;
    busbar::Outbox one_by_one_;
    busbar::Timer timer_;
    std::uint64_t action_ = 0;
    std::uint32_t objects_ = 0;
    std::uint32_t object_ = 0;
    std::uint64_t left_ = 0;
    std::uint64_t heard_ = 0;
    std::uint64_t ahead_ = 0;
    // Above every number the SDK gives: one object is published both ways.
    std::uint64_t sequence_ = 1ULL << 40U;
    double value_ = 0;
    bool single_ = false;
};

}  // namespace

BUSBAR_PLUGIN(Pair)
