#include "core/numerics/rounding_guard.h"

#include <QtTest>

#include <cfenv>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

using lockstep::RoundingGuard;

class TestRoundingGuard : public QObject {
    Q_OBJECT

    /// 1 / 3 at run time, in the rounding mode of the moment.
    static float third() {
        volatile float one = 1;
        volatile float three = 3;
        return one / three;
    }

  private Q_SLOTS:
    void roundsToNearestAndPutsTheModeBack() {
        const float nearest = third();
        std::fesetround(FE_DOWNWARD);
        const float down = third();
        float guarded = 0;
        {
            const RoundingGuard guard;
            guarded = third();
        }
        const float after = third();
        std::fesetround(FE_TONEAREST);
        QCOMPARE(guarded, nearest);
        QVERIFY(down != nearest);
        QCOMPARE(after, down);
    }

#if defined(__x86_64__)
    void keepsDenormals() {
        const unsigned saved = _mm_getcsr();
        _mm_setcsr(saved | 0x8040U);  // flush to zero, denormals are zero
        volatile float tiny = 0x1p-130F;
        const float flushed = tiny * 0.5F;
        float kept = 0;
        {
            const RoundingGuard guard;
            kept = tiny * 0.5F;
        }
        const unsigned restored = _mm_getcsr() & 0x8040U;
        _mm_setcsr(saved);
        QCOMPARE(flushed, 0.0F);
        QCOMPARE(kept, 0x1p-131F);
        QCOMPARE(restored, 0x8040U);
    }
#endif
};

QTEST_APPLESS_MAIN(TestRoundingGuard)
#include "tst_rounding_guard.moc"
