#include "core/import/wire.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QtTest>
#include <cstring>
#include <thread>

#include "core/support/error.h"

using namespace lockstep;

namespace {

struct Pair {
    int ends[2] = {-1, -1};
    Pair() {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) qFatal("socketpair");
    }
    ~Pair() {
        close(ends[0]);
        close_writer();
    }
    void close_writer() {
        if (ends[1] >= 0) close(ends[1]);
        ends[1] = -1;
    }
};

QByteArray header(std::uint32_t magic, std::uint32_t version, std::uint64_t json, std::uint64_t blob) {
    const wire::FrameHeader h{magic, version, json, blob};
    return {reinterpret_cast<const char*>(&h), sizeof h};
}

}  // namespace

class TestWire : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void framesArrive() {
        Pair pair;
        wire::Frame sent;
        sent.json = {{"request", "step"}, {"count", 3}};
        sent.blob.assign(3 << 20, 'x');  // larger than the socket's buffer
        std::jthread sender([&] { wire::send_frame(pair.ends[1], sent); });
        const wire::Frame received = wire::receive_frame(pair.ends[0]);
        QVERIFY(received.json == sent.json);
        QVERIFY(received.blob == sent.blob);
        QCOMPARE(received.descriptor, -1);
    }

    void aDescriptorTravelsAlong() {
        Pair pair;
        int pipe_ends[2];
        QCOMPARE(pipe(pipe_ends), 0);
        wire::Frame sent;
        sent.json = nlohmann::json::object();
        sent.descriptor = pipe_ends[1];
        wire::send_frame(pair.ends[1], sent);
        const wire::Frame received = wire::receive_frame(pair.ends[0]);
        QCOMPARE(write(received.descriptor, "a", 1), ssize_t{1});
        char c = 0;
        QCOMPARE(read(pipe_ends[0], &c, 1), ssize_t{1});
        QCOMPARE(c, 'a');
        for (const int d : {pipe_ends[0], pipe_ends[1], received.descriptor}) close(d);
    }

    /// Two in one message: as many as the receiver's buffer holds.
    void descriptorsBeyondTheFirstAreClosed() {
        Pair pair;
        int pipe_ends[2];
        QCOMPARE(pipe(pipe_ends), 0);
        QByteArray bytes = header(wire::magic, wire::version, 2, 0) + "{}";
        iovec part{bytes.data(), static_cast<std::size_t>(bytes.size())};
        alignas(cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))] = {};
        msghdr message = {};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr* const c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(2 * sizeof(int));
        const int both[2] = {pipe_ends[1], pipe_ends[1]};
        std::memcpy(CMSG_DATA(c), both, sizeof both);
        QCOMPARE(sendmsg(pair.ends[1], &message, 0), ssize_t{bytes.size()});
        close(pipe_ends[1]);
        const wire::Frame received = wire::receive_frame(pair.ends[0]);
        QVERIFY(received.descriptor >= 0);
        close(received.descriptor);
        // With no writer left the pipe is at its end.
        QCOMPARE(fcntl(pipe_ends[0], F_SETFL, O_NONBLOCK), 0);
        char byte = 0;
        QCOMPARE(read(pipe_ends[0], &byte, 1), ssize_t{0});
        close(pipe_ends[0]);
    }

    void malformedFramesAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        const QByteArray deep =
            QByteArray("{\"a\":").repeated(1) + QByteArray(40, '[') + QByteArray(40, ']') + "}";
        const auto with = [](const QByteArray& json) {
            return header(wire::magic, wire::version, static_cast<std::uint64_t>(json.size()), 0) + json;
        };
        QTest::newRow("closed at once") << QByteArray() << "closed the connection";
        QTest::newRow("half a header")
            << header(wire::magic, wire::version, 2, 0).left(11) << "closed the connection";
        QTest::newRow("text") << QByteArray("Traceback (most recent call last):") << "no frame";
        QTest::newRow("other magic") << header(wire::magic + 1, wire::version, 2, 0) + "{}"
                                     << "no frame";
        QTest::newRow("other version")
            << header(wire::magic, wire::version + 1, 2, 0) + "{}"
            << QStringLiteral("protocol version %1, not %2").arg(wire::version + 1).arg(wire::version);
        QTest::newRow("long header") << header(wire::magic, wire::version, wire::json_limit + 1, 0)
                                     << "a header of";
        QTest::newRow("long data") << header(wire::magic, wire::version, 2, ~0ULL) + "{}"
                                   << "data of";
        QTest::newRow("cut header text") << header(wire::magic, wire::version, 9, 0) + "{}"
                                         << "closed the connection";
        QTest::newRow("cut data") << header(wire::magic, wire::version, 2, 4) + "{}ab"
                                  << "closed the connection";
        QTest::newRow("no JSON") << with("{]") << "no JSON";
        QTest::newRow("empty") << with("") << "no JSON";
        QTest::newRow("no object") << with("[1]") << "no JSON object";
        QTest::newRow("no UTF-8") << with("{\"a\":\"\xff\xfe\"}") << "no JSON";
        QTest::newRow("deep") << with(deep) << "nested too deeply";
    }
    void malformedFramesAreRefused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        Pair pair;
        QCOMPARE(write(pair.ends[1], bytes.constData(), static_cast<std::size_t>(bytes.size())),
                 ssize_t{bytes.size()});
        pair.close_writer();
        try {
            wire::receive_frame(pair.ends[0]);
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY(error.failure().kind == FailureKind::worker_failed);
            QVERIFY2(QString::fromStdString(error.failure().message).contains(message), error.what());
        }
    }

    void theWaitCanBeEnded() {
        Pair pair;
        int calls = 0;
        const auto give_up = [&] {
            if (++calls == 3) throw Error(FailureKind::cancelled, "cancelled");
        };
        QVERIFY_THROWS_EXCEPTION(Error, wire::receive_frame(pair.ends[0], give_up));
        QCOMPARE(calls, 3);
    }

    void aLateWriterIsGone() {
        Pair pair;
        close(pair.ends[0]);
        pair.ends[0] = dup(pair.ends[1]);  // keeps the destructor simple
        pair.close_writer();
        wire::Frame frame;
        frame.json = nlohmann::json::object();
        QVERIFY_THROWS_EXCEPTION(Error, wire::send_frame(pair.ends[0], frame));
    }
};

QTEST_APPLESS_MAIN(TestWire)
#include "tst_wire.moc"
